/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.log;

/**
 * What a ledger is created with. All of it but the quorum is stored in the ledger's own metadata, so that a ledger found
 * without a shard that lists it says where it came from.
 *
 * @param clusterId the cluster's UUID as text
 * @param shard the shard whose log it is part of
 * @param incarnation the shard's incarnation
 * @param epoch the epoch of the claim under which it is created
 * @param quorum copies and acknowledgements
 */
public record LedgerSpec(String clusterId, int shard, int incarnation, int epoch, Quorum quorum) {}
