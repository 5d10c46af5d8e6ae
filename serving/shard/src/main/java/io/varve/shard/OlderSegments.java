/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.shard;

import io.varve.log.Segment;
import io.varve.log.record.Entry;
import io.varve.log.record.LogRecord;
import io.varve.shard.core.ShardCore;
import io.varve.shard.read.LogIndex;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * Indexes what replay left out: segments before the last snapshot that aren't in objects yet. One scan after opening, off the
 * path of commands; readers that need those segments wait for it.
 */
final class OlderSegments {
    private static final int READ_BYTES = 2 * 1024 * 1024;

    private final ShardCore core;
    private final long beforeSequence;
    private final LogIndex found = new LogIndex();

    /**
     * Creates it.
     *
     * @param beforeSequence where replay began
     */
    OlderSegments(ShardCore core, long beforeSequence) {
        this.core = core;
        this.beforeSequence = beforeSequence;
    }

    /** Completes on the shard's loop with what stands before {@code beforeSequence}. */
    CompletableFuture<LogIndex> scan() {
        List<Segment> older = core.log().segments().stream()
                .filter(segment -> segment.firstSequence() < beforeSequence && segment.lastEntry() >= 0)
                .filter(segment -> !core.state().shard().tieredLedgers().contains(segment.ledgerId()))
                .toList();
        CompletableFuture<Void> all = CompletableFuture.completedFuture(null);
        for (Segment segment : older) {
            all = all.thenCompose(done -> scan(segment, 0));
        }
        return all.thenApply(done -> found);
    }

    private CompletableFuture<Void> scan(Segment segment, long firstEntry) {
        return core.log()
                .read(segment.ledgerId(), firstEntry, segment.lastEntry(), READ_BYTES)
                .thenCompose(entries -> {
                    boolean more = true;
                    for (Entry entry : entries) {
                        for (LogRecord record : entry) {
                            more = record.sequence() < beforeSequence;
                            if (more) {
                                found.add(record);
                            }
                        }
                        entry.release();
                    }
                    long next = firstEntry + entries.size();
                    return more && next <= segment.lastEntry()
                            ? scan(segment, next)
                            : CompletableFuture.completedFuture(null);
                });
    }
}
