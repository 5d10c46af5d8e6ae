/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.shard.read;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.varve.log.record.BatchRecord;
import io.varve.log.record.Entry;
import io.varve.log.record.EntryBuilder;
import io.varve.log.record.EntryHeader;
import io.varve.log.record.RecordType;
import io.varve.protocol.batch.BatchBuilder;
import io.varve.protocol.batch.BatchHeader;
import io.varve.protocol.batch.BatchLimits;
import io.varve.protocol.batch.Codec;
import io.varve.protocol.wire.Source;
import io.varve.shard.state.PartitionKey;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class BatchCollectorTest {
    private static final PartitionKey KEY = new PartitionKey(new UUID(1, 2), 3);

    @Test
    void gathersFromTheBatchThatHoldsTheOffsetOn() {
        BatchCollector collector = new BatchCollector(UnpooledByteBufAllocator.DEFAULT, KEY, 1, 100_000);
        take(collector, 0, 2);
        take(collector, 2, 2);

        assertThat(collector.isFull()).isFalse();
        assertThat(next(collector)).isEqualTo(4);
    }

    @Test
    void endsWhereOffsetsAreMissing() {
        BatchCollector collector = new BatchCollector(UnpooledByteBufAllocator.DEFAULT, KEY, 0, 100_000);
        take(collector, 0, 2);
        take(collector, 5, 2);

        assertThat(collector.isFull()).isTrue();
        assertThat(next(collector)).isEqualTo(2);
    }

    @Test
    void takesNothingBehindMissingOffsets() {
        BatchCollector collector = new BatchCollector(UnpooledByteBufAllocator.DEFAULT, KEY, 4, 100_000);

        take(collector, 5, 2);

        assertThat(collector.isEmpty()).isTrue();
        assertThat(collector.hasGap()).isTrue();
    }

    private static long next(BatchCollector collector) {
        Batches batches = collector.finish();
        batches.bytes().release();
        return batches.nextOffset();
    }

    /** From an entry with one batch. */
    private static void take(BatchCollector collector, long baseOffset, int count) {
        ByteBuf batch = batch(baseOffset, count);
        ByteBuf body = Unpooled.buffer();
        new BatchRecord(KEY.topicId(), KEY.partition(), baseOffset, count, 1).encode(body, batch);
        try (EntryBuilder builder = new EntryBuilder(UnpooledByteBufAllocator.DEFAULT)) {
            builder.append(RecordType.BATCH, 0, body);
            EntryBuilder.Finished finished =
                    builder.finish(new EntryHeader(0, 0, 0, 1, 0, 0, 1, 0, 0, EntryHeader.FEATURE_LEVEL, 0));
            Entry entry = Entry.written(1, 0, finished.header(), finished.bytes());
            EntryView view = new EntryView(entry);
            entry.release();
            collector.take(view, Source.SOURCE_LEDGER);
            view.release();
        } finally {
            body.release();
            batch.release();
        }
    }

    private static ByteBuf batch(long baseOffset, int count) {
        try (BatchBuilder builder =
                new BatchBuilder(UnpooledByteBufAllocator.DEFAULT, Codec.NONE, 64 * 1024, BatchLimits.DEFAULT)) {
            for (int i = 0; i < count; i++) {
                builder.append(1_000, null, new byte[10], List.of());
            }
            ByteBuf batch = builder.build();
            BatchHeader.patch(batch, batch.readerIndex(), baseOffset, 1);
            return batch;
        }
    }
}
