/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.benchmark.micro;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import io.varve.protocol.batch.BatchBuilder;
import io.varve.protocol.batch.BatchLimits;
import io.varve.protocol.batch.Codec;
import java.util.List;
import java.util.Random;

/** Batches to measure with. */
public final class Batches {
    /** What producers aim at by default. */
    public static final int TARGET_BYTES = 256 << 10;

    private static final long TIME_MILLIS = 1_800_000_000_000L;
    private static final int PRODUCER_ID = 7;
    /** A value has half the entropy of random bytes. */
    private static final int SYMBOLS = 16;

    private Batches() {}

    /** Values of a size, some hundreds of them. */
    public static byte[][] values(int bytes) {
        Random random = new Random(1);
        byte[][] values = new byte[500][bytes];
        for (byte[] value : values) {
            for (int i = 0; i < bytes; i++) {
                value[i] = (byte) random.nextInt(SYMBOLS);
            }
        }
        return values;
    }

    /** A batch of so many records; the caller releases it. */
    public static ByteBuf of(Codec codec, byte[][] values, int records) {
        try (BatchBuilder builder = new BatchBuilder(
                PooledByteBufAllocator.DEFAULT, codec, BatchLimits.DEFAULT.maxBatchBytes(), BatchLimits.DEFAULT)) {
            for (int record = 0; record < records; record++) {
                builder.append(TIME_MILLIS + record, null, values[record % values.length], List.of());
            }
            return builder.build(PRODUCER_ID, (short) 0, 0);
        }
    }

    /** A batch that is as full as producers make it; the caller releases it. */
    public static ByteBuf full(Codec codec, byte[][] values) {
        try (BatchBuilder builder =
                new BatchBuilder(PooledByteBufAllocator.DEFAULT, codec, TARGET_BYTES, BatchLimits.DEFAULT)) {
            int record = 0;
            while (builder.append(TIME_MILLIS + record, null, values[record % values.length], List.of())) {
                record++;
            }
            return builder.build(PRODUCER_ID, (short) 0, 0);
        }
    }
}
