/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.chaos.fault;

import java.util.ArrayList;
import java.util.List;

/**
 * What happened to the ledgers of all brokers in a time.
 *
 * @param failed ledgers that were given up when an entry failed
 * @param fenced those of them that somebody else had fenced
 * @param left ledgers that were left for others since a bookie was away
 * @param recovered ledgers that a successor of their writer ended
 */
record Ledgers(long failed, long fenced, long left, long recovered) {
    /** Nothing. */
    static final Ledgers UNHARMED = new Ledgers(0, 0, 0, 0);

    /** Whether their writers noticed that something was wrong with bookies. */
    boolean suffered() {
        return failed + left > 0;
    }

    /** In words; empty when nothing happened. */
    String text() {
        List<String> parts = new ArrayList<>();
        Witness.add(parts, failed, "ledgers failed");
        Witness.add(parts, fenced, "of them fenced");
        Witness.add(parts, left, "left because a bookie was away");
        Witness.add(parts, recovered, "recovered by a successor");
        return String.join(", ", parts);
    }
}
