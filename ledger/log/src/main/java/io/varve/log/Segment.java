/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.log;

/**
 * One ledger of the shard's log, as its owner knows it and as the shard's node lists it.
 *
 * @param ledgerId the ledger
 * @param epoch of the claim under which it was created
 * @param firstSequence its first log sequence; of an empty open segment the sequence that it would start with; -1 in the
 *     shard's node as long as its writer hasn't told
 * @param endSequence exclusive; of an open segment as far as it is confirmed
 * @param lastEntry id of the last entry, of an open segment the last confirmed one; -1 if there is none
 * @param bytes sum of its entries' sizes, of an open segment those confirmed
 * @param state whether it can still grow
 * @param openedMs when it was created, by the wall clock of its creator
 * @param sealedMs when its end was recorded, 0 while open
 * @param sealedByRecovery whether a later owner, not its writer, ended it: it must outlive its drop longer
 * @param hole whether a bookie of its ensemble was away while it was written: some entries may have a copy less than the quorum
 *     says
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
        boolean hole,
        Quorum quorum) {
    /** Whether a segment can still grow. */
    public enum State {
        /** It is written, or its end isn't recorded yet. */
        OPEN,
        /** Its end stands in the shard's node. */
        SEALED
    }

    /** A ledger that was just created. */
    static Segment opened(long ledgerId, int epoch, long firstSequence, long openedMs, Quorum quorum) {
        return new Segment(
                ledgerId, epoch, firstSequence, firstSequence, -1, 0, State.OPEN, openedMs, 0, false, false, quorum);
    }

    /** The same with an end. */
    Segment sealed(long first, long end, LedgerEnd ledgerEnd, long atMs, boolean byRecovery, boolean withHole) {
        return new Segment(
                ledgerId,
                epoch,
                first,
                end,
                ledgerEnd.lastEntry(),
                ledgerEnd.bytes(),
                State.SEALED,
                openedMs,
                atMs,
                byRecovery,
                withHole,
                quorum);
    }

    /** The same, still open, as far as a reader knows it to be confirmed. */
    Segment confirmedTo(long first, long end, long entry) {
        return new Segment(
                ledgerId,
                epoch,
                first,
                end,
                entry,
                bytes,
                State.OPEN,
                openedMs,
                sealedMs,
                sealedByRecovery,
                hole,
                quorum);
    }

    /** The same with a known beginning. */
    Segment startingAt(long first) {
        return new Segment(
                ledgerId,
                epoch,
                first,
                Math.max(first, endSequence),
                lastEntry,
                bytes,
                state,
                openedMs,
                sealedMs,
                sealedByRecovery,
                hole,
                quorum);
    }

    /** Whether it has no entry. */
    boolean empty() {
        return lastEntry < 0;
    }

    /** Whether it holds the sequence, as far as is known. */
    public boolean contains(long sequence) {
        return sequence >= firstSequence && sequence < endSequence;
    }
}
