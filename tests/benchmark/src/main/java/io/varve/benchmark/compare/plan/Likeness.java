/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.benchmark.compare.plan;

import java.util.Set;

/** Which ratios of a comparison are between like and like. */
public final class Likeness {
    /** Varve is run without tiering in both shapes, and the peers don't tier. */
    private static final Set<String> TIERING_PAUSED = Set.of("W1", "W2", "W3", "W6", "W6-16", "W10");

    private static final Set<String> SEVERAL_PROCESSES =
            Set.of(Lanes.CLUSTER, Lanes.CLUSTER_TIERING, Lanes.KAFKA, Lanes.KAFKA_FSYNC);
    private static final Set<String> WITHOUT_TIERING = Set.of(Lanes.VARVE, Lanes.CLUSTER);

    private Likeness() {}

    /**
     * Whether Varve's lane has the other's shape, one process or several on the machine, and tiers only where that is asked of
     * it.
     */
    public static boolean isBetween(Case each, Lane varve, Lane other) {
        boolean isOneShape = SEVERAL_PROCESSES.contains(varve.system()) == SEVERAL_PROCESSES.contains(other.system());
        return isOneShape && (!TIERING_PAUSED.contains(each.id()) || WITHOUT_TIERING.contains(varve.system()));
    }
}
