/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.client.admin;

import java.util.OptionalLong;

/**
 * The bookies of a cluster.
 *
 * @param writable registered as writable and answering
 * @param known all that belong to the cluster, there or not
 * @param underReplicatedLedgers ledgers that lack a copy and wait for BookKeeper's repair; empty if that can't be told
 */
public record BookieStatus(int writable, int known, OptionalLong underReplicatedLedgers) {}
