/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.objects.cold;

import io.netty.buffer.ByteBuf;
import io.varve.objects.Failures;
import io.varve.objects.ObjectStore;
import io.varve.objects.format.CheckedBlocks;
import io.varve.objects.format.DirectoryRow;
import io.varve.objects.format.ObjectDirectory;
import io.varve.protocol.error.StoreException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Chunks of data within a hard limit of bytes, counting those on their way. A read takes a chunk that covers its block,
 * whether it is here or on its way; else it starts one. A chunk that follows another of the same partition is twice as large,
 * up to a limit, and then the next one is fetched ahead, if that costs nobody else a chunk that was not read yet. When there
 * is no room, reads wait for others to finish, in their order; when too many wait, they are refused.
 *
 * <p>All state is guarded by this object's monitor, since readers come from every shard's loop and data from threads of the
 * store; under it nothing blocks, calls the store, or completes a future.
 */
final class ChunkCache implements AutoCloseable {
    private final ObjectStore store;
    private final ColdReaderConfig config;
    private final LongAdder storeReads;
    private final LongAdder storeBytes;
    private final LongAdder hits = new LongAdder();
    private final LongAdder refused = new LongAdder();
    /** By object key, then first block. Chunks of an object may overlap at their ends, never at their beginnings. */
    private final Map<String, NavigableMap<Integer, Chunk>> chunks = new HashMap<>();
    /** Every chunk that has its bytes reserved, least recently used first. */
    private final LinkedHashSet<Chunk> byUse = new LinkedHashSet<>();

    private final Queue<Chunk> waiting = new ArrayDeque<>();
    private long usedBytes;
    private boolean closed;

    ChunkCache(ObjectStore store, ColdReaderConfig config, LongAdder storeReads, LongAdder storeBytes) {
        this.store = store;
        this.config = config;
        this.storeReads = storeReads;
        this.storeBytes = storeBytes;
    }

    /**
     * Gives a reader the chunk that holds a block.
     *
     * @param use takes what it needs of the chunk's bytes, which it borrows; runs once, unless the read fails
     */
    <T> CompletableFuture<T> read(ObjectDirectory directory, DirectoryRow row, int block, Function<Chunk, T> use) {
        List<Chunk> start = new ArrayList<>(2);
        Chunk chunk;
        synchronized (this) {
            if (closed) {
                return CompletableFuture.failedFuture(
                        new StoreException.Unavailable("the cold reader is closed", null));
            }
            Chunk found = find(directory, block);
            if (found != null) {
                hits.increment();
                chunk = found;
            } else {
                chunk = plan(directory, row, block);
                if (!startOrWait(chunk, start)) {
                    refused.increment();
                    return CompletableFuture.failedFuture(new StoreException.Unavailable(
                            waiting.size() + " reads of objects wait for room in a cache of " + config.cacheBytes()
                                    + " bytes; that is the limit",
                            null));
                }
            }
            chunk.pins++;
            chunk.wanted = true;
            if (byUse.remove(chunk)) {
                byUse.add(chunk);
            }
            readAhead(chunk, row, start);
        }
        start.forEach(this::load);
        return chunk.data.thenApply(bytes -> use.apply(chunk)).whenComplete((result, failure) -> unpin(chunk));
    }

    synchronized long usedBytes() {
        return usedBytes;
    }

    synchronized int waitingReads() {
        return waiting.size();
    }

    long hits() {
        return hits.sum();
    }

    long refused() {
        return refused.sum();
    }

    /** Gives the memory back; reads under way still get their answers. */
    @Override
    public void close() {
        List<Chunk> never;
        synchronized (this) {
            closed = true;
            never = List.copyOf(waiting);
            waiting.clear();
            for (Chunk chunk : List.copyOf(byUse)) {
                if (chunk.loaded && chunk.pins == 0) {
                    evict(chunk);
                }
            }
        }
        never.forEach(chunk ->
                chunk.data.completeExceptionally(new StoreException.Unavailable("the cold reader is closed", null)));
    }

    private @Nullable Chunk find(ObjectDirectory directory, int block) {
        NavigableMap<Integer, Chunk> ofObject = chunks.get(directory.key());
        Map.Entry<Integer, Chunk> before = ofObject == null ? null : ofObject.floorEntry(block);
        return before == null || before.getValue().endBlock <= block ? null : before.getValue();
    }

    /** The chunk to read for a block: larger if the one before it was read as well. */
    private Chunk plan(ObjectDirectory directory, DirectoryRow row, int block) {
        Chunk before = block == row.firstBlock() ? null : find(directory, block - 1);
        int window = before == null ? config.readBytes() : Math.min(config.maxReadBytes(), 2 * before.windowBytes);
        int end = directory.blocks().run(block, row.endBlock(), window);
        NavigableMap<Integer, Chunk> ofObject = chunks.get(directory.key());
        Integer next = ofObject == null ? null : ofObject.higherKey(block);
        return new Chunk(directory, block, next == null ? end : Math.min(end, next), window);
    }

    private boolean startOrWait(Chunk chunk, List<Chunk> start) {
        if (waiting.isEmpty() && makeRoom(chunk.bytes, true)) {
            reserve(chunk);
            start.add(chunk);
        } else if (waiting.size() < config.maxWaitingReads() && chunk.bytes <= config.cacheBytes()) {
            waiting.add(chunk);
        } else {
            return false;
        }
        chunks.computeIfAbsent(chunk.directory.key(), key -> new TreeMap<>()).put(chunk.firstBlock, chunk);
        return true;
    }

    private void readAhead(Chunk chunk, DirectoryRow row, List<Chunk> start) {
        boolean sequential = chunk.windowBytes > config.readBytes();
        if (!sequential || chunk.endBlock == row.endBlock() || find(chunk.directory, chunk.endBlock) != null) {
            return;
        }
        Chunk next = plan(chunk.directory, row, chunk.endBlock);
        if (waiting.isEmpty() && makeRoom(next.bytes, false)) {
            reserve(next);
            chunks.computeIfAbsent(next.directory.key(), key -> new TreeMap<>()).put(next.firstBlock, next);
            start.add(next);
        }
    }

    private void reserve(Chunk chunk) {
        usedBytes += chunk.bytes;
        byUse.add(chunk);
    }

    /** Evicts until there is room; a chunk that was read ahead and not read yet goes only for one that a reader wants. */
    private boolean makeRoom(int bytes, boolean forReader) {
        if (usedBytes + bytes <= config.cacheBytes()) {
            return true;
        }
        List<Chunk> victims = new ArrayList<>();
        long freed = 0;
        for (Chunk chunk : byUse) {
            if (usedBytes + bytes - freed <= config.cacheBytes()) {
                break;
            }
            if (chunk.loaded && chunk.pins == 0 && (chunk.wanted || forReader)) {
                victims.add(chunk);
                freed += chunk.bytes;
            }
        }
        if (usedBytes + bytes - freed > config.cacheBytes()) {
            return false;
        }
        victims.forEach(this::evict);
        return true;
    }

    private void evict(Chunk chunk) {
        remove(chunk);
        chunk.data.join().release(); // loaded, so this doesn't wait
    }

    private void remove(Chunk chunk) {
        if (byUse.remove(chunk)) {
            usedBytes -= chunk.bytes;
        }
        NavigableMap<Integer, Chunk> ofObject = chunks.get(chunk.directory.key());
        if (ofObject != null && ofObject.remove(chunk.firstBlock, chunk) && ofObject.isEmpty()) {
            chunks.remove(chunk.directory.key());
        }
    }

    private void load(Chunk chunk) {
        storeReads.increment();
        storeBytes.add(chunk.bytes);
        CompletableFuture<ByteBuf> unused = CheckedBlocks.read(store, chunk.directory, chunk.firstBlock, chunk.endBlock)
                .whenComplete((bytes, failure) -> {
                    if (failure != null) {
                        failed(chunk, Failures.cause(failure));
                    } else {
                        loaded(chunk, bytes);
                    }
                });
    }

    private void loaded(Chunk chunk, ByteBuf bytes) {
        synchronized (this) {
            chunk.pins++;
            chunk.loaded = true;
        }
        chunk.data.complete(bytes);
        unpin(chunk);
    }

    private void failed(Chunk chunk, Throwable failure) {
        List<Chunk> start;
        synchronized (this) {
            remove(chunk);
            start = takeWaiting();
        }
        chunk.data.completeExceptionally(failure);
        start.forEach(this::load);
    }

    private void unpin(Chunk chunk) {
        List<Chunk> start;
        synchronized (this) {
            chunk.pins--;
            if (closed && chunk.loaded && chunk.pins == 0 && byUse.contains(chunk)) {
                evict(chunk);
            }
            start = takeWaiting();
        }
        start.forEach(this::load);
    }

    /** Starts, in their order, those that wait and have room now. */
    private List<Chunk> takeWaiting() {
        List<Chunk> start = new ArrayList<>();
        for (Chunk next = waiting.peek(); next != null && makeRoom(next.bytes, true); next = waiting.peek()) {
            waiting.remove();
            reserve(next);
            start.add(next);
        }
        return start;
    }
}
