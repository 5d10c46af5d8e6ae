/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.protocol.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.StreamSupport;
import org.apache.kafka.common.compress.Compression;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.record.internal.CompressionType;
import org.apache.kafka.common.record.internal.MemoryRecords;
import org.apache.kafka.common.record.internal.MutableRecordBatch;
import org.apache.kafka.common.record.internal.SimpleRecord;
import org.apache.kafka.common.utils.Utils;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Kafka's own implementation reads what we write, and we what it writes. */
class KafkaOracleTest {
    private static final int SEEDS = 20;

    @ParameterizedTest
    @EnumSource
    void kafkaReadsWhatWeWrite(Codec codec) {
        for (int seed = 0; seed < SEEDS; seed++) {
            List<Record> records = Batches.random(new Random(seed));
            ByteBuf batch = Batches.build(codec, records);
            BatchHeader.patch(batch, 0, 1_000_000L * seed, seed);

            MutableRecordBatch theirs = MemoryRecords.readableRecords(batch.nioBuffer())
                    .batches()
                    .iterator()
                    .next();
            theirs.ensureValid();
            assertThat(theirs.compressionType().id).isEqualTo((byte) codec.number());
            assertThat(theirs.sizeInBytes()).isEqualTo(batch.readableBytes());
            assertThat(theirs.baseOffset()).isEqualTo(1_000_000L * seed);
            assertThat(theirs.lastOffset()).isEqualTo(BatchHeader.lastOffset(batch, 0));
            assertThat(theirs.partitionLeaderEpoch()).isEqualTo(seed);
            assertThat(theirs.maxTimestamp()).isEqualTo(BatchHeader.maxTimestamp(batch, 0));
            assertThat(theirs.producerId()).isEqualTo(4242);
            assertThat(theirs.producerEpoch()).isEqualTo((short) 7);
            assertThat(theirs.baseSequence()).isEqualTo(100);
            assertThat(theirs.countOrNull()).isEqualTo(records.size());
            assertThat(theirs.isControlBatch()).isFalse();
            assertThat(theirs.isTransactional()).isFalse();
            assertThat(StreamSupport.stream(theirs.spliterator(), false).map(KafkaOracleTest::ours))
                    .isEqualTo(from(1_000_000L * seed, records));
        }
    }

    @ParameterizedTest
    @EnumSource
    void weReadWhatKafkaWrites(Codec codec) {
        for (int seed = 0; seed < SEEDS; seed++) {
            List<Record> records = Batches.random(new Random(seed));
            SimpleRecord[] theirs =
                    records.stream().map(KafkaOracleTest::theirs).toArray(SimpleRecord[]::new);
            ByteBuf batch = Unpooled.wrappedBuffer(
                    MemoryRecords.withIdempotentRecords(77L * seed, kafkas(codec), 9, (short) 3, 50, 4, theirs)
                            .buffer());

            assertThatCode(() -> BatchCheck.produced(batch, BatchLimits.DEFAULT))
                    .doesNotThrowAnyException();
            assertThat(BatchHeader.codec(batch, 0)).isEqualTo(codec);
            assertThat(BatchHeader.leaderEpoch(batch, 0)).isEqualTo(4);
            assertThat(BatchHeader.producerId(batch, 0)).isEqualTo(9);
            assertThat(BatchHeader.producerEpoch(batch, 0)).isEqualTo((short) 3);
            assertThat(BatchHeader.baseSequence(batch, 0)).isEqualTo(50);
            assertThat(BatchHeader.recordCount(batch, 0)).isEqualTo(records.size());
            assertThat(Batches.read(batch)).isEqualTo(from(77L * seed, records));
        }
    }

    @ParameterizedTest
    @EnumSource
    void weReadKafkasTransactionalBatchesAndTakeNoneFromClients(Codec codec) {
        ByteBuf batch = Unpooled.wrappedBuffer(MemoryRecords.withTransactionalRecords(
                        kafkas(codec), 9, (short) 3, 50, new SimpleRecord(Batches.bytes("value")))
                .buffer());
        assertThat(BatchHeader.isTransactional(batch, 0)).isTrue();
        assertThat(Batches.read(batch)).extracting(Record::value).containsExactly(Batches.bytes("value"));
        assertThatCode(() -> BatchCheck.produced(batch, BatchLimits.DEFAULT)).hasMessageContaining("transactional");
    }

    private static Compression kafkas(Codec codec) {
        return Compression.of(CompressionType.forId(codec.number())).build();
    }

    private static List<Record> from(long baseOffset, List<Record> records) {
        return records.stream()
                .map(r -> new Record(baseOffset + r.offset(), r.timestamp(), r.key(), r.value(), r.headers()))
                .toList();
    }

    private static SimpleRecord theirs(Record record) {
        Header[] headers = record.headers().stream()
                .map(h -> new org.apache.kafka.common.header.internals.RecordHeader(h.key(), h.value()))
                .toArray(Header[]::new);
        return new SimpleRecord(record.timestamp(), record.key(), record.value(), headers);
    }

    private static Record ours(org.apache.kafka.common.record.internal.Record record) {
        List<RecordHeader> headers = Arrays.stream(record.headers())
                .map(h -> new RecordHeader(h.key(), h.value()))
                .toList();
        return new Record(record.offset(), record.timestamp(), array(record.key()), array(record.value()), headers);
    }

    private static byte @Nullable [] array(@Nullable ByteBuffer bytes) {
        return Utils.toNullableArray(bytes);
    }
}
