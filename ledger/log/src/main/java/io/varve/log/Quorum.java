/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.log;

/**
 * How many bookies hold a ledger: each entry is sent to {@code write} of the {@code ensemble} and acknowledged when
 * {@code ack} of them have it on disk.
 *
 * @param ensemble bookies of a ledger
 * @param write copies of each entry, at most {@code ensemble}; equal to it here, since striping defeats batch reads
 * @param ack copies that make an entry confirmed, at most {@code write}
 */
public record Quorum(int ensemble, int write, int ack) {
    /** Three copies, two of them on disk before an answer. */
    public static final Quorum THREE = new Quorum(3, 3, 2);
    /** Two copies, both on disk before an answer: the fallback while only two bookies are writable. */
    public static final Quorum TWO = new Quorum(2, 2, 2);
    /** One copy: a standalone broker with one bookie. */
    public static final Quorum ONE = new Quorum(1, 1, 1);

    public Quorum {
        if (ack < 1 || ack > write || write != ensemble) {
            throw new IllegalArgumentException(
                    "quorum needs 1 <= ack <= write = ensemble, got " + ensemble + "/" + write + "/" + ack);
        }
    }

    @Override
    public String toString() {
        return ensemble + "/" + write + "/" + ack;
    }
}
