/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.log;

import io.varve.log.record.Entry;
import io.varve.log.record.EntryHeader;
import io.varve.protocol.error.StoreException;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Finds the entry that holds a sequence by reading entry headers: a guess by proportion, then halves. */
final class EntrySearch {
    private static final int GUESSES = 3;

    private final SegmentReaders readers;

    EntrySearch(SegmentReaders readers) {
        this.readers = readers;
    }

    /** One entry; completes on the loop, and the caller releases it. */
    CompletableFuture<Entry> read(Segment segment, long entryId) {
        return readers.read(segment, entryId, entryId, 1).thenApply(entries -> entries.get(0));
    }

    /**
     * The entry that holds the sequence. Completes on the loop, and the caller releases it. {@code Damaged} when no segment or
     * entry does.
     *
     * @param segments sealed and not empty, in the order of the log
     */
    CompletableFuture<Entry> find(List<Segment> segments, long sequence) {
        for (Segment segment : segments) {
            if (segment.contains(sequence)) {
                return find(
                        segment, sequence, 0, segment.lastEntry(), segment.firstSequence(), segment.endSequence(), 0);
            }
        }
        return CompletableFuture.failedFuture(
                new StoreException.Damaged("no ledger of the shard holds sequence " + sequence, null));
    }

    /** Entries first..last hold the sequences from {@code low} up to {@code high}, exclusive. */
    private CompletableFuture<Entry> find(
            Segment segment, long sequence, long first, long last, long low, long high, int tries) {
        if (first > last) {
            return CompletableFuture.failedFuture(new StoreException.Damaged(
                    "ledger " + segment.ledgerId() + " has no entry with sequence " + sequence, null));
        }
        long guess = tries < GUESSES
                ? first + (long) ((double) (sequence - low) / (high - low) * (last - first))
                : first + (last - first) / 2;
        return read(segment, guess).thenCompose(entry -> {
            EntryHeader header = entry.header();
            if (sequence < header.firstSequence()) {
                entry.release();
                return find(segment, sequence, first, guess - 1, low, header.firstSequence(), tries + 1);
            }
            if (sequence >= header.endSequence()) {
                entry.release();
                return find(segment, sequence, guess + 1, last, header.endSequence(), high, tries + 1);
            }
            return CompletableFuture.completedFuture(entry);
        });
    }
}
