/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.shard.read;

import io.netty.buffer.ByteBufAllocator;
import io.varve.log.Loop;
import io.varve.log.record.Entry;
import io.varve.protocol.error.StoreException;
import io.varve.protocol.wire.Source;
import io.varve.shard.state.PartitionKey;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/**
 * Reads a partition from wherever an offset is: the tail cache, ledgers, objects, in this order. A reader can't tell which, but
 * for the source that comes with each answer (I8). Owned by the shard's loop; every future completes on it.
 */
public final class ReadPath {
    private final Loop loop;
    private final ByteBufAllocator allocator;
    private final LogIndex index;
    private final ReadMemory memory;
    private final TailCache.Part tail;
    private final LedgerWindows windows;
    private final ColdPath cold;
    private CompletableFuture<Void> indexed = CompletableFuture.completedFuture(null);
    private long deliveredBytes;

    /** Wires the sources together. */
    public ReadPath(
            Loop loop,
            ByteBufAllocator allocator,
            LogIndex index,
            ReadMemory memory,
            LedgerWindows.EntrySource entries,
            ColdPath cold) {
        this.loop = loop;
        this.allocator = allocator;
        this.index = index;
        this.memory = memory;
        this.tail = memory.newTail();
        this.windows = new LedgerWindows(loop, entries, memory.windows());
        this.cold = cold;
    }

    /** Reads of offsets that the index doesn't know wait for {@code indexed}: older ledgers are being scanned. */
    public void waitFor(CompletableFuture<Void> scan) {
        this.indexed = scan;
    }

    /** Takes a newly confirmed entry: indexes it, keeps it in memory, wakes who waits for it. Borrows the entry. */
    public void confirmed(Entry entry) {
        EntryView view = new EntryView(entry);
        Set<PartitionKey> touched = new HashSet<>(view.partitions());
        entry.forEach(index::add);
        tail.add(view);
        index.wake(touched);
    }

    /** What is known of where offsets are. */
    public LogIndex index() {
        return index;
    }

    /** Batches of this size go out to a reader. */
    void delivered(int bytes) {
        deliveredBytes += bytes;
    }

    /** Bytes of batches that went out to readers since the shard was opened. */
    public long deliveredBytes() {
        return deliveredBytes;
    }

    /** Time passes: figures of memory are made visible. */
    public void poll() {
        memory.publish();
    }

    /** Bytes of a partition's batches in memory. */
    public long memoryBytes(PartitionKey key) {
        return tail.bytesOf(key);
    }

    /**
     * Reads from an offset below the confirmed end.
     *
     * @param offset at least the log's start
     * @param maxBytes more only when the first batch is larger
     * @return whole batches, the first of which holds {@code offset}; the receiver owns them
     */
    CompletableFuture<Batches> read(PartitionKey key, long offset, int maxBytes) {
        PartitionReads reads = index.of(key);
        if (offset >= reads.index().firstOffset()) {
            return walk(reads, offset, maxBytes);
        }
        return readWhatIsNotIndexed(key, offset, maxBytes);
    }

    private CompletableFuture<Batches> readWhatIsNotIndexed(PartitionKey key, long offset, int maxBytes) {
        if (!indexed.isDone()) {
            return indexed.thenCompose(scanned -> read(key, offset, maxBytes));
        }
        return cold.read(key, offset, maxBytes);
    }

    /**
     * Takes batches entry by entry until enough is found, nothing more is indexed, or the next entry would have to be fetched
     * although something was found already. When the very first entry has to be fetched, everything begins anew afterwards: the
     * index may have changed meanwhile.
     */
    private CompletableFuture<Batches> walk(PartitionReads reads, long offset, int maxBytes) {
        PartitionIndex points = reads.index();
        BatchCollector collector = new BatchCollector(allocator, reads.key(), offset, maxBytes);
        int point = points.floor(offset);
        long entryId = points.entry(point);
        while (!collector.isFull()) {
            long ledgerId = points.ledger(point);
            long lastIndexed = index.lastEntry(ledgerId);
            if (entryId > points.lastEntryBefore(point + 1, lastIndexed)) {
                point++;
                if (point == points.size()) {
                    break;
                }
                entryId = points.entry(point);
                continue;
            }
            EntryView view = tail.get(ledgerId, entryId);
            Source source = view == null ? Source.SOURCE_LEDGER : Source.SOURCE_TAIL;
            if (view == null) {
                view = windows.get(ledgerId, entryId);
            }
            if (view != null) {
                collector.take(view, source);
                entryId++;
            } else if (collector.isEmpty()) {
                return windows.load(ledgerId, entryId, lastIndexed)
                        .thenCompose(loaded -> read(reads.key(), offset, maxBytes));
            } else {
                break;
            }
        }
        if (collector.isEmpty() && collector.hasGap()) {
            // Of a ledger that was given up, or isn't indexed since it was tiered, before one in front of it.
            return readWhatIsNotIndexed(reads.key(), offset, maxBytes);
        }
        if (collector.isEmpty()) {
            return CompletableFuture.failedFuture(new StoreException.Damaged(
                    "partition " + reads.key() + ": offset " + offset + " is indexed, but no entry holds it", null));
        }
        return CompletableFuture.completedFuture(collector.finish());
    }

    /** Lets go of all buffers; readers are woken so that they see that the shard is gone. */
    public void close() {
        tail.clear();
        windows.clear();
        memory.publish();
        index.wakeAll();
    }

    Loop loop() {
        return loop;
    }
}
