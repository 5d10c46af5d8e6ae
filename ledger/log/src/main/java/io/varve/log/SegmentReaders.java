/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.log;

import io.varve.log.record.Entry;
import io.varve.protocol.error.StoreException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** Reads of segments while a log is opened: each ledger is opened once, and one that is listed and missing is damage. */
final class SegmentReaders {
    private final LedgerStore ledgers;
    private final Hop hop;
    private final EntryReads reads;
    private final Map<Long, CompletableFuture<LedgerReader>> readers = new HashMap<>();

    SegmentReaders(LedgerStore ledgers, Hop hop, EntryReads reads) {
        this.ledgers = ledgers;
        this.hop = hop;
        this.reads = reads;
    }

    /** At least one entry; completes on the loop, and the caller releases them. See {@link EntryReads#read}. */
    CompletableFuture<List<Entry>> read(Segment segment, long first, long last, int maxBytes) {
        CompletableFuture<List<Entry>> read = readers.computeIfAbsent(segment.ledgerId(), ledgers::open)
                .thenCompose(reader -> reads.read(reader, segment, first, last, maxBytes));
        return hop.bring(read).exceptionallyCompose(failure -> missing(segment, failure));
    }

    /** The last entry of the segment's ledger that is known to be confirmed; see {@link LedgerReader#confirmedEntry}. */
    CompletableFuture<Long> confirmedEntry(Segment segment) {
        CompletableFuture<Long> asked =
                readers.computeIfAbsent(segment.ledgerId(), ledgers::open).thenCompose(LedgerReader::confirmedEntry);
        return hop.bring(asked).exceptionallyCompose(failure -> missing(segment, failure));
    }

    void close() {
        for (CompletableFuture<LedgerReader> reader : readers.values()) {
            CompletableFuture<Void> unused = reader.thenAccept(LedgerReader::close);
        }
    }

    /** A failure, turned into damage when it says that a listed ledger isn't there. */
    static <T> CompletableFuture<T> missing(Segment listed, Throwable failure) {
        StoreException reason = Hop.failure(failure);
        return CompletableFuture.failedFuture(
                reason instanceof StoreException.NotFound
                        ? new StoreException.Damaged(
                                "ledger " + listed.ledgerId() + " is listed and doesn't exist", reason)
                        : reason);
    }
}
