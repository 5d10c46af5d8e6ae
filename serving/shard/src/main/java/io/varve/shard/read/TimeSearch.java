/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.shard.read;

import io.netty.buffer.ByteBuf;
import io.varve.protocol.batch.BatchHeader;
import io.varve.shard.state.PartitionKey;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;

/**
 * Finds offsets by record time: objects first, since they are older, then ledgers; in both by the largest timestamp of each run,
 * and only then by batch headers. Owned by the shard's loop.
 */
public final class TimeSearch {
    private static final int READ_BYTES = 1024 * 1024;

    private final ReadPath path;
    private final ColdPath cold;

    /** Searches what these two read. */
    public TimeSearch(ReadPath path, ColdPath cold) {
        this.path = path;
        this.cold = cold;
    }

    /**
     * The base offset of the first kept batch that has a record at or after a time; empty when there is none yet.
     *
     * @param logStart first kept offset
     * @param timeMs by the producers' timestamps, ms since the epoch
     */
    public CompletableFuture<OptionalLong> find(PartitionKey key, long logStart, long timeMs) {
        return cold.ranges(key, row -> row.endOffset() > logStart && row.times().maxTimestamp() >= timeMs, 1)
                .thenCompose(found -> found.isEmpty()
                        ? inLedgers(key, logStart, timeMs)
                        : cold.offsetForTime(found.get(0), timeMs)
                                .thenApply(offset -> OptionalLong.of(Math.max(offset, logStart))));
    }

    private CompletableFuture<OptionalLong> inLedgers(PartitionKey key, long logStart, long timeMs) {
        List<LedgerRange> ranges = path.index().ranges(key);
        for (LedgerRange range : ranges) {
            if (range.endOffset() > logStart && range.maxTimestampMs() >= timeMs) {
                return walk(key, Math.max(range.firstOffset(), logStart), timeMs);
            }
        }
        return CompletableFuture.completedFuture(OptionalLong.empty());
    }

    private CompletableFuture<OptionalLong> walk(PartitionKey key, long offset, long timeMs) {
        return path.read(key, offset, READ_BYTES).thenCompose(batches -> {
            OptionalLong found = first(batches.bytes(), timeMs);
            batches.bytes().release();
            boolean more =
                    found.isEmpty() && batches.nextOffset() < path.index().confirmedEnd(key);
            return more ? walk(key, batches.nextOffset(), timeMs) : CompletableFuture.completedFuture(found);
        });
    }

    private static OptionalLong first(ByteBuf batches, long timeMs) {
        int at = batches.readerIndex();
        while (at < batches.writerIndex()) {
            if (BatchHeader.maxTimestamp(batches, at) >= timeMs) {
                return OptionalLong.of(BatchHeader.baseOffset(batches, at));
            }
            at += BatchHeader.sizeBytes(batches, at);
        }
        return OptionalLong.empty();
    }
}
