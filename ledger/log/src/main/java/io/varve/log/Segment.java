/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.log;

/**
 * One ledger of the shard's log, as its owner knows it.
 *
 * @param ledgerId the ledger
 * @param epoch of the claim under which it was created
 * @param firstSequence its first log sequence; of an empty open segment the sequence that it would start with
 * @param endSequence exclusive; of an open segment as far as it is confirmed
 * @param lastEntry id of the last entry, of an open segment the last confirmed one; -1 if there is none
 * @param bytes sum of its entries' sizes, of an open segment those confirmed
 * @param state whether it can still grow
 * @param openedMs when it was created, by the wall clock of its creator
 * @param sealedMs when its end was recorded, 0 while open
 * @param sealedByRecovery whether a later owner, not its writer, ended it: it must outlive its drop longer
 * @param quorum copies and acknowledgements
 */
public record Segment(
        long ledgerId,
        int epoch,
        long firstSequence,
        long endSequence,
        long lastEntry,
        long bytes,
        State state,
        long openedMs,
        long sealedMs,
        boolean sealedByRecovery,
        Quorum quorum) {
    /** Whether a segment can still grow. */
    public enum State {
        /** It is written, or its end isn't recorded yet. */
        OPEN,
        /** Its end stands in the shard's node. */
        SEALED
    }

    /** Whether it holds the sequence, as far as is known. */
    public boolean contains(long sequence) {
        return sequence >= firstSequence && sequence < endSequence;
    }
}
