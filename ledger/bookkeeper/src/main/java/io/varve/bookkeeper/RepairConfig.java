/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.bookkeeper;

import java.time.Duration;

/**
 * A bookie's part in repairing ledgers that lost a copy. One bookie of all, elected, looks for them; each copies some.
 *
 * @param enabled whether it takes part
 * @param lostBookieDelay how long a bookie may be gone before what it held is copied to others
 * @param checkInterval how often every entry of every ledger is read, since a hole in the middle is found in no other way
 * @param openLedgerGrace how long the writer of an open ledger that lost a bookie has to move on by itself, before the ledger is
 *     closed under its hands
 */
public record RepairConfig(
        boolean enabled, Duration lostBookieDelay, Duration checkInterval, Duration openLedgerGrace) {
    /** What ledgers that live for minutes ask for. */
    public static final RepairConfig DEFAULTS =
            new RepairConfig(true, Duration.ofSeconds(60), Duration.ofHours(1), Duration.ofSeconds(300));

    /** Nobody repairs: of one bookie, or several that live and die together, nothing can be copied. */
    public static final RepairConfig OFF =
            new RepairConfig(false, DEFAULTS.lostBookieDelay, DEFAULTS.checkInterval, DEFAULTS.openLedgerGrace);

    public RepairConfig {
        atLeastASecond("lostBookieDelay", lostBookieDelay);
        atLeastASecond("checkInterval", checkInterval);
        atLeastASecond("openLedgerGrace", openLedgerGrace);
    }

    private static void atLeastASecond(String name, Duration duration) {
        if (duration.toSeconds() < 1 || duration.toSeconds() > Integer.MAX_VALUE / 1000) {
            throw new IllegalArgumentException(
                    name + " must be 1 s to " + Integer.MAX_VALUE / 1000 + " s, not " + duration);
        }
    }
}
