/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.objects.cold;

import io.netty.buffer.ByteBuf;
import io.varve.objects.ObjectStore;
import io.varve.objects.format.DirectoryRow;
import io.varve.objects.format.ObjectDirectory;
import io.varve.objects.format.ObjectLocation;
import io.varve.objects.format.PartitionLane;
import io.varve.protocol.batch.BatchCheck;
import io.varve.protocol.batch.BatchHeader;
import io.varve.protocol.error.StoreException;
import io.varve.protocol.error.VarveException;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.LongAdder;

/**
 * Reads records that were tiered, for all shards and readers of a broker: one cache of directories and one of data, so that
 * many groups at the same place cost one read. Callable from any thread, never blocks; futures complete on threads of the
 * store, or at once, and fail with {@link StoreException}: {@code Unavailable} when the store or the budget can't serve now,
 * {@code NotFound} when the object is gone (it was deleted, read its record again) or doesn't hold what is asked,
 * {@code Damaged} when it contradicts itself.
 */
public final class ColdReader implements AutoCloseable {
    /** A slice of less than this part of its chunk is copied, so that a slow reader holds at most so many times its slice. */
    private static final int COPY_BELOW_PART = 4;

    private final DirectoryCache directories;
    private final ChunkCache chunks;
    private final LongAdder storeReads = new LongAdder();
    private final LongAdder storeBytes = new LongAdder();
    private final LongAdder answers = new LongAdder();

    /** Borrows the store. */
    public ColdReader(ObjectStore store, ColdReaderConfig config) {
        this.directories = new DirectoryCache(store, config.directoryBytes(), storeReads, storeBytes);
        this.chunks = new ChunkCache(store, config, storeReads, storeBytes);
    }

    /** The directory of an object: which ranges it holds, and their sizes and times. */
    public CompletableFuture<ObjectDirectory> directory(ObjectLocation location) {
        return directories.get(location);
    }

    /**
     * Reads whole batches, beginning with the one that contains {@code offset}.
     *
     * @param lane what is read
     * @param offset an offset that the object holds; earlier records of its batch come with it
     * @param maxBytes the answer has at most so many, but at least one batch; it may have fewer, since it ends where the range
     *     that was read from the store at once ends
     * @return the caller releases it
     */
    public CompletableFuture<ByteBuf> read(ObjectLocation location, PartitionLane lane, long offset, int maxBytes) {
        return directories.get(location).thenCompose(directory -> {
            DirectoryRow row = row(directory, lane);
            if (!row.holds(offset)) {
                throw new StoreException.NotFound(
                        "object " + location.key() + " holds offsets " + row.firstOffset() + " to " + row.endOffset()
                                + " of " + lane + ", not " + offset,
                        null);
            }
            int block = directory.blocks().blockOf(row, offset);
            return chunks.read(directory, row, block, chunk -> {
                answers.increment();
                return slice(chunk, block, offset, maxBytes);
            });
        });
    }

    /**
     * The base offset of the first batch that holds a record with a timestamp of at least {@code timeMs}; empty when none in
     * this object does.
     *
     * @param timeMs in ms since the epoch, by the producers' clocks
     */
    public CompletableFuture<OptionalLong> offsetForTime(ObjectLocation location, PartitionLane lane, long timeMs) {
        return directories.get(location).thenCompose(directory -> {
            DirectoryRow row = row(directory, lane);
            OptionalInt block = directory.blocks().firstAtTime(row, timeMs);
            if (block.isEmpty()) {
                return CompletableFuture.completedFuture(OptionalLong.empty());
            }
            return chunks.read(directory, row, block.getAsInt(), chunk -> firstAtTime(chunk, block.getAsInt(), timeMs));
        });
    }

    /** What this reader has done so far. */
    public ColdReaderStats stats() {
        return new ColdReaderStats(
                answers.sum(),
                chunks.hits(),
                storeReads.sum(),
                storeBytes.sum(),
                chunks.refused(),
                chunks.usedBytes(),
                chunks.waitingReads());
    }

    /** Frees the caches; reads under way still get their answers, later ones are refused. The store stays open. */
    @Override
    public void close() {
        chunks.close();
    }

    private static DirectoryRow row(ObjectDirectory directory, PartitionLane lane) {
        return directory
                .find(lane)
                .orElseThrow(() ->
                        new StoreException.NotFound("object " + directory.key() + " holds nothing of " + lane, null));
    }

    private static ByteBuf slice(Chunk chunk, int block, long offset, int maxBytes) {
        ByteBuf data = chunk.data.join();
        int from = start(chunk, block, data);
        int bytes = batchBytes(chunk, data, from);
        while (BatchHeader.lastOffset(data, from) < offset) {
            from += bytes;
            bytes = batchBytes(chunk, data, from);
        }
        int end = from + bytes;
        while (end < data.writerIndex()) {
            int next = batchBytes(chunk, data, end);
            if (end + next - from > maxBytes) {
                break;
            }
            end += next;
        }
        return (end - from) < data.readableBytes() / COPY_BELOW_PART
                ? data.alloc().buffer(end - from).writeBytes(data, from, end - from)
                : data.retainedSlice(from, end - from);
    }

    private static OptionalLong firstAtTime(Chunk chunk, int block, long timeMs) {
        ByteBuf data = chunk.data.join();
        int at = start(chunk, block, data);
        int bytes = batchBytes(chunk, data, at);
        while (BatchHeader.maxTimestamp(data, at) < timeMs) {
            at += bytes;
            bytes = batchBytes(chunk, data, at);
        }
        return OptionalLong.of(BatchHeader.baseOffset(data, at));
    }

    private static int start(Chunk chunk, int block, ByteBuf data) {
        long first = chunk.directory.blocks().get(chunk.firstBlock).position();
        return data.readerIndex() + (int) (chunk.directory.blocks().get(block).position() - first);
    }

    private static int batchBytes(Chunk chunk, ByteBuf data, int index) {
        try {
            return BatchCheck.whole(data, index);
        } catch (VarveException e) {
            throw new StoreException.Damaged(
                    "object " + chunk.directory.key() + " contradicts its directory: " + e.getMessage(), e);
        }
    }
}
