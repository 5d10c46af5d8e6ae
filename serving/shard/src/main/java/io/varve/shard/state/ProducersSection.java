/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.shard.state;

import io.netty.buffer.ByteBuf;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The idempotent producers of one partition, at most {@link #MAX_PRODUCERS}. Image, big-endian:
 *
 * <pre>
 * version u8 = 1 | count u32 { producerId i64 | epoch i16 | flags u8 = 0 | last append time i64
 *     | first offset of its open transaction i64 = -1 | batches u8 { first sequence i32 | last sequence i32 | base offset i64 } }
 * </pre>
 */
public final class ProducersSection {
    /** Bound on the producers of a partition; the longest idle one makes room. */
    public static final int MAX_PRODUCERS = 10_000;

    private static final int VERSION = 1;

    private final Map<Long, ProducerState> producers = new HashMap<>();

    /** What is remembered of a producer; null when nothing is. */
    public @Nullable ProducerState producer(long producerId) {
        return producers.get(producerId);
    }

    /** All producers by id. Read only. */
    public Map<Long, ProducerState> producers() {
        return java.util.Collections.unmodifiableMap(producers);
    }

    void append(long producerId, short epoch, int firstSequence, int records, long baseOffset, long appendMs) {
        producers
                .computeIfAbsent(producerId, id -> new ProducerState(epoch))
                .append(epoch, firstSequence, records, baseOffset, appendMs);
    }

    void expire(long producerId) {
        producers.remove(producerId);
    }

    void encode(ByteBuf out) {
        out.writeByte(VERSION);
        out.writeInt(producers.size());
        new TreeMap<>(producers).forEach((id, state) -> {
            out.writeLong(id);
            state.encode(out);
        });
    }

    static ProducersSection decode(ByteBuf in) {
        SectionImages.requireVersion("producers", in.readUnsignedByte(), VERSION);
        ProducersSection section = new ProducersSection();
        int count = in.readInt();
        SectionImages.requireAtMost("producers of a partition", count, MAX_PRODUCERS);
        for (int i = 0; i < count; i++) {
            section.producers.put(in.readLong(), ProducerState.decode(in));
        }
        return section;
    }
}
