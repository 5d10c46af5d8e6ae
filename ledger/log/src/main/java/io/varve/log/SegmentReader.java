/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.log;

import io.varve.log.record.Entry;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/** Reads of segments, through a bounded number of open handles. A handle is closed when nobody reads from it any more. */
final class SegmentReader {
    private static final class Handle {
        final CompletableFuture<LedgerReader> reader;
        int reads;
        boolean evicted;

        Handle(CompletableFuture<LedgerReader> reader) {
            this.reader = reader;
        }

        void closeIfUnused() {
            if (evicted && reads == 0) {
                CompletableFuture<Void> unused = reader.thenAccept(LedgerReader::close);
            }
        }
    }

    private final Loop loop;
    private final EntryReads reads;
    private final int maxHandles;
    private final Map<Long, Handle> handles = new LinkedHashMap<>(16, 0.75f, true);
    private final Map<Long, Integer> reading = new HashMap<>();

    SegmentReader(Loop loop, EntryReads reads, int maxHandles) {
        this.loop = loop;
        this.reads = reads;
        this.maxHandles = maxHandles;
    }

    /**
     * Entries of a segment, see {@link ShardLog#read}. Completes on the loop.
     *
     * @param open opens the ledger, if there is no handle of it yet
     */
    CompletableFuture<List<Entry>> read(
            Segment segment, long first, long last, int maxBytes, Supplier<CompletableFuture<LedgerReader>> open) {
        Handle handle = handles.computeIfAbsent(segment.ledgerId(), id -> new Handle(open.get()));
        evictBeyondBound();
        handle.reads++;
        reading.merge(segment.ledgerId(), 1, Integer::sum);
        CompletableFuture<List<Entry>> answer = new CompletableFuture<>();
        CompletableFuture<?> unused = handle.reader
                .thenCompose(reader -> reads.read(reader, segment, first, last, maxBytes))
                .whenComplete((entries, failure) -> loop.execute(() -> {
                    done(segment.ledgerId(), handle);
                    if (failure == null) {
                        if (!answer.complete(entries)) {
                            entries.forEach(Entry::release);
                        }
                    } else {
                        if (handle.reader.isCompletedExceptionally()) {
                            handles.remove(segment.ledgerId(), handle);
                        }
                        answer.completeExceptionally(Hop.failure(failure));
                    }
                }));
        return answer;
    }

    /** Whether a read of the ledger is under way. */
    boolean isReading(long ledgerId) {
        return reading.containsKey(ledgerId);
    }

    /** Forgets the ledger's handle: the next read opens it anew. */
    void forget(long ledgerId) {
        Handle handle = handles.remove(ledgerId);
        if (handle != null) {
            evict(handle);
        }
    }

    void close() {
        handles.values().forEach(SegmentReader::evict);
        handles.clear();
    }

    private void done(long ledgerId, Handle handle) {
        handle.reads--;
        reading.computeIfPresent(ledgerId, (id, count) -> count == 1 ? null : count - 1);
        handle.closeIfUnused();
    }

    private void evictBeyondBound() {
        Iterator<Handle> oldest = handles.values().iterator();
        while (handles.size() > maxHandles) {
            Handle handle = oldest.next();
            oldest.remove();
            evict(handle);
        }
    }

    private static void evict(Handle handle) {
        handle.evicted = true;
        handle.closeIfUnused();
    }
}
