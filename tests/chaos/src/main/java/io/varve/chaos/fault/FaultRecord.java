/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.chaos.fault;

import io.varve.chaos.history.Outages.Window;

/**
 * A fault that is over. Times are nanoseconds of the history's clock.
 *
 * @param kind what
 * @param target whom it hit
 * @param beginNanos when it was made so
 * @param healedNanos when it was put right
 * @param wholeNanos when the cluster served everything with all of its parts, and every shard was where it should be, or when that
 *     was given up
 * @param isWhole whether it served everything with all of its parts, and what was lost was repaired
 * @param evidence what shows that it bit
 */
public record FaultRecord(
        FaultKind kind,
        String target,
        long beginNanos,
        long healedNanos,
        long wholeNanos,
        boolean isWhole,
        Evidence evidence) {
    /**
     * The time that it may have cost: until the cluster was whole again, but no longer than this after it was put right. What a
     * cluster takes longer for isn't the fault's any more.
     */
    public Window window(long graceNanos) {
        return new Window(beginNanos, Math.min(wholeNanos, healedNanos + graceNanos));
    }
}
