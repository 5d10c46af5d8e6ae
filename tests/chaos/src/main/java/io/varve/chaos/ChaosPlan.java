/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.chaos;

import io.varve.chaos.fault.FaultKind;
import io.varve.chaos.load.LoadPlan;
import io.varve.server.local.ClusterSize;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;

/**
 * What a run is made of.
 *
 * @param data a directory that is empty or not there; keeps everything
 * @param size of the cluster; at least three bookies
 * @param shards of the cluster
 * @param lasts for how long faults begin
 * @param seed of faults and load
 * @param load what clients do
 * @param kinds of faults; empty = all that the cluster bears
 */
record ChaosPlan(
        Path data, ClusterSize size, int shards, Duration lasts, long seed, LoadPlan load, Set<FaultKind> kinds) {
    private static final int COPIES = 3;

    ChaosPlan {
        if (size.bookies() < COPIES) {
            throw new IllegalArgumentException(
                    "bookies must be at least " + COPIES + ", one for each copy of a record, not " + size.bookies());
        }
        if (shards < 1) {
            throw new IllegalArgumentException("shards must be at least 1, not " + shards);
        }
        if (lasts.isNegative() || lasts.isZero()) {
            throw new IllegalArgumentException("a run lasts longer than " + lasts);
        }
    }
}
