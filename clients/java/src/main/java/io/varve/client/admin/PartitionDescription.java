/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.client.admin;

import java.time.Instant;
import java.util.Optional;

/**
 * A partition and where its bytes are; a batch may be in several places at once.
 *
 * @param partition from 0
 * @param shard whose log holds it
 * @param owner the broker that serves it
 * @param firstOffset the first that is kept
 * @param nextOffset the offset that the next record will get
 * @param memoryBytes in the broker's memory
 * @param ledgerBytes in BookKeeper
 * @param objectBytes in object storage
 * @param lastAppend when the last record was appended, by the broker's clock; empty if none was
 */
public record PartitionDescription(
        int partition,
        int shard,
        Broker owner,
        long firstOffset,
        long nextOffset,
        long memoryBytes,
        long ledgerBytes,
        long objectBytes,
        Optional<Instant> lastAppend) {}
