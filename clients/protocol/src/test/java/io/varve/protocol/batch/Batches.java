/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.protocol.batch;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** Batches for tests; those returned are on the heap and need no release. */
final class Batches {
    static final ByteBufAllocator HEAP = new UnpooledByteBufAllocator(false);
    static final long T = 1_700_000_000_000L;

    /** The records of the golden batches. */
    static final List<Record> GOLDEN = List.of(
            new Record(0, T, null, bytes("hello"), List.of()),
            new Record(
                    1,
                    T - 1000,
                    bytes("k"),
                    null,
                    List.of(new RecordHeader("trace", bytes("ab")), new RecordHeader("ü", null))),
            new Record(2, T + 300, bytes(""), bytes(""), List.of()),
            new Record(3, T + 70, bytes("key-3"), bytes("a".repeat(100)), List.of()));

    private Batches() {}

    static byte[] bytes(String text) {
        return text.getBytes(UTF_8);
    }

    /** The records as the producer 4242, epoch 7 sends them from sequence 100 on. */
    static ByteBuf build(Codec codec, List<Record> records) {
        BatchBuilder builder = new BatchBuilder(HEAP, codec, BatchLimits.DEFAULT.maxBatchBytes(), BatchLimits.DEFAULT);
        append(builder, records);
        return builder.build(4242, (short) 7, 100);
    }

    static void append(BatchBuilder builder, List<Record> records) {
        for (Record record : records) {
            if (!builder.append(record.timestamp(), record.key(), record.value(), record.headers())) {
                throw new IllegalStateException("no room for " + record);
            }
        }
    }

    static List<Record> read(ByteBuf batch) {
        return read(new BatchReader(batch, batch.readerIndex()));
    }

    static List<Record> read(BatchReader reader) {
        List<Record> records = new ArrayList<>();
        reader.forEachRemaining(records::add);
        return records;
    }

    /** {@code count} records whose values repeat, so that every codec makes them smaller. */
    static List<Record> compressible(int count, int valueBytes) {
        List<Record> records = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            records.add(new Record(i, T + i, bytes("key-" + i), bytes("abcdefgh".repeat(valueBytes / 8)), List.of()));
        }
        return records;
    }

    /** 1 to 300 records with null and empty keys and values, headers, and times out of order; the first one is compressible. */
    static List<Record> random(Random random) {
        List<Record> records = new ArrayList<>();
        records.add(new Record(0, T, null, new byte[2_000], List.of()));
        for (int i = 1, n = random.nextInt(300); i < n; i++) {
            List<RecordHeader> headers = new ArrayList<>();
            for (int h = random.nextInt(4) - 1; h > 0; h--) {
                headers.add(new RecordHeader("header-é-" + h, randomBytes(random)));
            }
            long timestamp = T + random.nextInt(100_000) - 50_000;
            records.add(new Record(i, timestamp, randomBytes(random), randomBytes(random), headers));
        }
        return records;
    }

    private static byte @Nullable [] randomBytes(Random random) {
        if (random.nextInt(5) == 0) {
            return null;
        }
        byte[] bytes = new byte[random.nextInt(random.nextInt(10) == 0 ? 5_000 : 100)];
        random.nextBytes(bytes);
        return bytes;
    }

    /** A copy of {@code batch} with right CRC whose {@code records} are the given bytes and whose codec is {@code codec}. */
    static ByteBuf withRecords(ByteBuf batch, Codec codec, byte @Nullable [] records) {
        ByteBuf copy = Unpooled.buffer();
        copy.writeBytes(batch, batch.readerIndex(), BatchHeader.HEADER_BYTES);
        if (records != null) {
            copy.writeBytes(records);
        }
        copy.setShort(BatchHeader.ATTRIBUTES, codec.number());
        copy.setInt(BatchHeader.LENGTH, copy.writerIndex() - BatchHeader.LENGTH_OVERHEAD);
        return seal(copy);
    }

    /** Puts the right CRC in. */
    static ByteBuf seal(ByteBuf batch) {
        return batch.setInt(BatchHeader.CRC, BatchHeader.computeCrc(batch, 0));
    }
}
