/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.objects.format;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.varve.objects.ObjectStore;
import io.varve.protocol.batch.BatchBuilder;
import io.varve.protocol.batch.BatchHeader;
import io.varve.protocol.batch.BatchLimits;
import io.varve.protocol.batch.Codec;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;

/** An object of made-up batches, and what went into it. */
public final class SampleObject {
    /** Whose object it is. */
    public static final ObjectMeta ORIGIN = new ObjectMeta(
            new UUID(0x1111111111111111L, 0x2222222222222222L),
            3,
            1,
            7,
            0,
            0,
            1_760_000_000_000L,
            0,
            0,
            0,
            List.of(42L),
            List.of());

    private final ObjectWriter writer;
    private final Map<PartitionLane, List<byte[]>> batches = new TreeMap<>();
    private final Map<PartitionLane, Long> nextOffset = new TreeMap<>();
    private long sequence = 1000;
    private int epoch = 5;

    /** Begins an object with blocks of a size. */
    public SampleObject(ObjectStore store, String key, int blockBytes) {
        writer = ObjectWriter.begin(store, key, ORIGIN, blockBytes);
    }

    /** A topic's lane by numbers. */
    public static PartitionLane lane(long topic, int partition) {
        return new PartitionLane(new UUID(topic, topic), partition, 0);
    }

    /** A batch at offset 0. */
    public static ByteBuf batch(int records, int valueBytes, long timestamp, long seed) {
        Random random = new Random(seed);
        try (BatchBuilder builder = new BatchBuilder(
                ByteBufAllocator.DEFAULT, Codec.NONE, BatchLimits.DEFAULT.maxBatchBytes(), BatchLimits.DEFAULT)) {
            for (int i = 0; i < records; i++) {
                byte[] value = new byte[valueBytes];
                random.nextBytes(value);
                builder.append(timestamp + i, null, value, List.of());
            }
            return builder.build();
        }
    }

    /** From here on batches carry this leader epoch. */
    public SampleObject epoch(int newEpoch) {
        epoch = newEpoch;
        return this;
    }

    /** The next batch of the lane gets this offset. */
    public SampleObject startAt(PartitionLane lane, long offset) {
        nextOffset.put(lane, offset);
        return this;
    }

    /** Adds a batch whose append time is its timestamp + 5. */
    public SampleObject add(PartitionLane lane, int records, int valueBytes, long timestamp) {
        return add(lane, records, valueBytes, timestamp, new byte[0]);
    }

    /** Adds a batch with side data. */
    public SampleObject add(PartitionLane lane, int records, int valueBytes, long timestamp, byte[] sideData) {
        ByteBuf batch = batch(records, valueBytes, timestamp, sequence);
        try {
            long offset = nextOffset.getOrDefault(lane, 0L);
            BatchHeader.patch(batch, 0, offset, epoch);
            writer.append(lane, batch, timestamp + 5, sequence++, Unpooled.wrappedBuffer(sideData));
            batches.computeIfAbsent(lane, it -> new ArrayList<>()).add(ByteBufUtil.getBytes(batch));
            nextOffset.put(lane, offset + records);
        } finally {
            batch.release();
        }
        return this;
    }

    /** Completes the object. */
    public WrittenObject write() {
        try (writer) {
            return writer.complete();
        }
    }

    /** What it holds, in order. */
    public Set<PartitionLane> lanes() {
        return batches.keySet();
    }

    /** The batches of a lane, as they were added. */
    public List<byte[]> batches(PartitionLane lane) {
        return batches.getOrDefault(lane, List.of());
    }
}
