/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.log;

/** A listed ledger that this owner has created, and how far it has come. */
final class OpenLedger {
    final LedgerWriter writer;
    final Segment listed;
    /** Nobody sends to a ledger that failed; answers that still come don't count. */
    boolean failed;

    private long firstSequence;
    private long nextEntry;
    private long sentBytes;
    private long ackedEntry = -1;
    private long ackedEnd;
    private long confirmedEntry = -1;
    private long confirmedEnd;
    private long confirmedBytes;

    OpenLedger(LedgerWriter writer, Segment listed) {
        this.writer = writer;
        this.listed = listed;
        startsAt(listed.firstSequence());
    }

    long ledgerId() {
        return listed.ledgerId();
    }

    /** Known once everything before it has been acknowledged by the ledger before. */
    void startsAt(long sequence) {
        firstSequence = sequence;
        ackedEnd = sequence;
        confirmedEnd = sequence;
    }

    long firstSequence() {
        return firstSequence;
    }

    long sentBytes() {
        return sentBytes;
    }

    boolean unwritten() {
        return nextEntry == 0;
    }

    void send(PendingEntry entry) {
        entry.ledger = this;
        entry.entryId = nextEntry++;
        sentBytes += entry.size;
    }

    /** The entry is known to be in the ledger for good. */
    void acked(PendingEntry entry) {
        ackedEntry = entry.entryId;
        ackedEnd = entry.endSequence();
    }

    /** The entry was handed to the listener. */
    void confirmed(PendingEntry entry) {
        confirmedEntry = entry.entryId;
        confirmedEnd = entry.endSequence();
        confirmedBytes += entry.size;
    }

    long ackedEntry() {
        return ackedEntry;
    }

    long confirmedEntry() {
        return confirmedEntry;
    }

    /** As readers may see it now. */
    Segment confirmed() {
        return new Segment(
                ledgerId(),
                listed.epoch(),
                firstSequence,
                confirmedEnd,
                confirmedEntry,
                confirmedBytes,
                Segment.State.OPEN,
                listed.openedMs(),
                0,
                false,
                false,
                listed.quorum());
    }

    /** With its end, which must be where the last acknowledged entry is. */
    Segment sealed(LedgerEnd end, long nowMs, boolean hole) {
        return listed.sealed(firstSequence, ackedEnd, end, nowMs, false, hole);
    }
}
