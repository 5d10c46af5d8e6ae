/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.replay.source;

import io.netty.buffer.ByteBuf;
import io.varve.objects.ObjectStore;
import io.varve.replay.plan.PartitionPlan;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The splits of a plan: each partition's in offset order, partitions taking turns. A fixed number is read ahead, which is also
 * all the memory that reading takes. For one thread.
 */
public final class Splits implements AutoCloseable {
    private final Queue<PartitionSplits> partitions = new ArrayDeque<>();
    private final Queue<Split> reading = new ArrayDeque<>();
    private final int parallel;

    /**
     * Begins to open the first objects; borrows the store.
     *
     * @param parallel how many splits are read at a time
     */
    public Splits(ObjectStore store, UUID topicId, List<PartitionPlan> plans, int parallel) {
        this.parallel = parallel;
        OpenObjects objects = new OpenObjects(store);
        for (PartitionPlan plan : plans) {
            PartitionSplits splits = new PartitionSplits(objects, topicId, plan);
            if (partitions.size() < parallel) {
                splits.prepare();
            }
            partitions.add(splits);
        }
    }

    /** Bytes of direct memory that reading takes at most: of what is read ahead, and of one more split, which is unpacked. */
    public static long mostBytes(int parallel) {
        return (parallel + 1) * PartitionSplits.SPLIT_BYTES;
    }

    /** The next split, perhaps still being read; null when there are no more. */
    public @Nullable Split next() {
        while (reading.size() < parallel && !partitions.isEmpty()) {
            PartitionSplits partition = partitions.remove();
            Split split = partition.next();
            if (split != null) {
                reading.add(split);
                partitions.add(partition);
            }
        }
        return reading.poll();
    }

    /** Gives up what is read ahead; its buffers are released as soon as they are there. */
    @Override
    public void close() {
        partitions.clear();
        for (Split split : reading) {
            var unused = split.data().thenAccept(ByteBuf::release);
        }
        reading.clear();
    }
}
