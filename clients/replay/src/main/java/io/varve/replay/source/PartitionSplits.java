/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.replay.source;

import io.varve.objects.format.BlockIndex;
import io.varve.objects.format.DirectoryRow;
import io.varve.objects.format.ObjectReader;
import io.varve.objects.format.PartitionLane;
import io.varve.protocol.error.StoreException;
import io.varve.replay.plan.ObjectRange;
import io.varve.replay.plan.PartitionPlan;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Cuts the ranges of one partition into splits, in offset order. For one thread. */
final class PartitionSplits {
    /** Of a split, unless a block alone is larger. */
    static final long SPLIT_BYTES = 8 << 20;

    private final OpenObjects objects;
    private final PartitionLane lane;
    private final List<ObjectRange> ranges;
    private int nextRange;
    private @Nullable ObjectReader object;
    private int nextBlock;
    private int endBlock;

    PartitionSplits(OpenObjects objects, UUID topicId, PartitionPlan plan) {
        this.objects = objects;
        this.lane = new PartitionLane(topicId, plan.partition(), 0);
        this.ranges = plan.ranges();
    }

    /** Begins to open the next object. */
    void prepare() {
        if (nextRange < ranges.size()) {
            objects.prepare(ranges.get(nextRange).key());
        }
    }

    /**
     * Begins to read the next split; null when there are no more. Waits only for the directory of a new object; if that can't be
     * read, the split fails and is the last.
     */
    @Nullable
    Split next() {
        if (nextBlock == endBlock) {
            if (nextRange == ranges.size()) {
                return null;
            }
            ObjectRange opened = ranges.get(nextRange++);
            try {
                open(opened);
            } catch (StoreException e) {
                // What was read before it is still good.
                nextRange = ranges.size();
                return new Split(
                        lane.partition(),
                        opened.key(),
                        opened.firstOffset(),
                        opened.endOffset(),
                        CompletableFuture.failedFuture(e));
            }
            prepare();
        }
        ObjectReader reader = object;
        if (reader == null) {
            throw new IllegalStateException("blocks " + nextBlock + " to " + endBlock + " of no object");
        }
        ObjectRange range = ranges.get(nextRange - 1);
        int first = nextBlock;
        nextBlock = reader.directory().blocks().run(first, endBlock, SPLIT_BYTES);
        return new Split(
                lane.partition(), range.key(), range.firstOffset(), range.endOffset(), reader.blocks(first, nextBlock));
    }

    private void open(ObjectRange range) {
        ObjectReader reader = objects.get(range.key());
        DirectoryRow row = reader.directory()
                .find(lane)
                .filter(it -> it.holds(range.firstOffset()) && it.endOffset() >= range.endOffset())
                .orElseThrow(() -> new StoreException.Damaged(
                        "object " + range.key() + " doesn't hold offsets " + range.firstOffset() + " to "
                                + range.endOffset() + " of " + lane + ", which the plan says",
                        null));
        BlockIndex blocks = reader.directory().blocks();
        nextBlock = blocks.blockOf(row, range.firstOffset());
        endBlock = blocks.blockOf(row, range.endOffset() - 1) + 1;
        object = reader;
    }
}
