/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.shard.tier;

import java.time.Duration;

/**
 * When segments go to objects, and what goes after them.
 *
 * @param paused whether sealed segments stay in their ledgers
 * @param ledgerDelay how long a ledger stays after the verified copy of its segment
 * @param objectDeleteDelay how long an object stays after it was given up: replay jobs may hold its key
 */
public record TieringPolicy(boolean paused, Duration ledgerDelay, Duration objectDeleteDelay) {
    /** What suits a broker. */
    public static final TieringPolicy DEFAULTS = new TieringPolicy(false, Duration.ofMinutes(10), Duration.ofHours(24));

    public TieringPolicy {
        if (ledgerDelay.isNegative() || objectDeleteDelay.isNegative()) {
            throw new IllegalArgumentException(
                    "delays are at least 0, got " + ledgerDelay + " and " + objectDeleteDelay);
        }
    }
}
