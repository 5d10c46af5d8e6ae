/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.protocol.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import io.varve.protocol.error.ErrorCode;
import io.varve.protocol.error.VarveException;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class BatchBuilderTest {
    private static final BatchLimits LIMITS = BatchLimits.DEFAULT;

    @ParameterizedTest
    @EnumSource
    void whatIsBuiltIsReadBackAndAccepted(Codec codec) {
        for (int seed = 0; seed < 20; seed++) {
            List<Record> records = Batches.random(new Random(seed));
            ByteBuf batch = Batches.build(codec, records);
            assertThat(BatchHeader.codec(batch, 0)).isEqualTo(codec);
            assertThat(Batches.read(batch)).isEqualTo(records);
            assertThatCode(() -> BatchCheck.produced(batch, LIMITS)).doesNotThrowAnyException();
        }
    }

    @ParameterizedTest
    @EnumSource
    void theSizeSoFarIsNeverLessThanTheBatch(Codec codec) {
        Random random = new Random(1);
        for (int run = 0; run < 50; run++) {
            BatchBuilder builder = new BatchBuilder(Batches.HEAP, codec, 100_000, LIMITS);
            byte[] value = new byte[random.nextInt(2_000)];
            random.nextBytes(value);
            for (int i = random.nextInt(100); i >= 0; i--) {
                builder.append(Batches.T, null, value, List.of());
            }
            int size = builder.sizeBytes();
            ByteBuf batch = builder.build();
            assertThat(batch.readableBytes()).isLessThanOrEqualTo(size);
            if (codec == Codec.NONE) {
                assertThat(batch.readableBytes()).isEqualTo(size);
            }
        }
    }

    @Test
    void aCodecThatDoesntHelpIsNotUsed() {
        byte[] noise = new byte[1_000];
        new Random(3).nextBytes(noise);
        BatchBuilder builder = builder(Codec.GZIP, 10_000);
        builder.append(Batches.T, null, noise, List.of());
        ByteBuf batch = builder.build();
        assertThat(BatchHeader.codec(batch, 0)).isEqualTo(Codec.NONE);
        assertThat(Batches.read(batch)).extracting(Record::value).containsExactly(noise);
    }

    @Test
    void refusesTheRecordThatWouldPassTheTarget() {
        BatchBuilder builder = builder(Codec.NONE, 200);
        assertThat(builder.append(Batches.T, null, new byte[60], List.of())).isTrue();
        assertThat(builder.append(Batches.T, null, new byte[60], List.of())).isTrue();
        assertThat(builder.isFull()).isTrue();
        assertThat(builder.append(Batches.T, null, null, List.of())).isFalse();
        assertThat(builder.recordCount()).isEqualTo(2);
        assertThat(builder.sizeBytes()).isLessThanOrEqualTo(200);
        assertThat(Batches.read(builder.build())).hasSize(2);
    }

    @Test
    void theFirstRecordAlwaysFits() {
        BatchBuilder builder = builder(Codec.NONE, 100);
        assertThat(builder.isFull()).isFalse();
        assertThat(builder.append(Batches.T, null, new byte[1 << 19], List.of()))
                .isTrue();
        assertThat(builder.isFull()).isTrue();
        assertThat(Batches.read(builder.build())).hasSize(1);
    }

    @Test
    void aRecordBeyondItsLimitIsNamedWithSizeAndLimit() {
        BatchBuilder builder = builder(Codec.NONE, 1 << 21);
        int overhead = 1 + 1 + 1 + 1 + 3 + 1;
        assertThat(builder.append(Batches.T, null, new byte[(1 << 20) - overhead], List.of()))
                .isTrue();
        assertThatThrownBy(() -> builder.append(Batches.T, null, new byte[(1 << 20) - overhead + 1], List.of()))
                .isInstanceOfSatisfying(
                        VarveException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.RECORD_TOO_LARGE))
                .hasMessageContainingAll("1048577 bytes", "limit is 1048576");
        assertThat(builder.recordCount()).isEqualTo(1);
        ByteBuf batch = builder.build();
        assertThatCode(() -> BatchCheck.produced(batch, LIMITS)).doesNotThrowAnyException();
    }

    @Test
    void aNegativeTimestampIsRefused() {
        assertThatThrownBy(() -> builder(Codec.NONE, 100).append(-1, null, null, List.of()))
                .isInstanceOf(VarveException.class)
                .hasMessageContaining("timestamp -1");
    }

    @Test
    void timesMayGoBackAndTheLargestIsInTheHeader() {
        BatchBuilder builder = builder(Codec.NONE, 1_000);
        builder.append(5_000, null, null, List.of());
        builder.append(Long.MAX_VALUE, null, null, List.of());
        builder.append(0, null, null, List.of());
        ByteBuf batch = builder.build();
        assertThat(BatchHeader.baseTimestamp(batch, 0)).isEqualTo(5_000);
        assertThat(BatchHeader.maxTimestamp(batch, 0)).isEqualTo(Long.MAX_VALUE);
        assertThat(Batches.read(batch)).extracting(Record::timestamp).containsExactly(5_000L, Long.MAX_VALUE, 0L);
    }

    @Test
    void withoutIdentityAllProducerFieldsAreMinusOne() {
        BatchBuilder builder = builder(Codec.NONE, 1_000);
        builder.append(Batches.T, null, null, List.of());
        ByteBuf batch = builder.build();
        assertThat(BatchHeader.producerId(batch, 0)).isEqualTo(BatchHeader.NO_PRODUCER_ID);
        assertThat(BatchHeader.producerEpoch(batch, 0)).isEqualTo((short) -1);
        assertThat(BatchHeader.baseSequence(batch, 0)).isEqualTo(-1);
        assertThat(BatchHeader.leaderEpoch(batch, 0)).isEqualTo(BatchHeader.NO_LEADER_EPOCH);
    }

    @Test
    void buildsOnceAndNeverWithoutRecords() {
        assertThatThrownBy(() -> builder(Codec.NONE, 1_000).build()).isInstanceOf(IllegalStateException.class);
        BatchBuilder builder = builder(Codec.NONE, 1_000);
        builder.append(Batches.T, null, null, List.of());
        builder.build();
        assertThatThrownBy(builder::build).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> builder.append(Batches.T, null, null, List.of()))
                .isInstanceOf(IllegalStateException.class);
    }

    @ParameterizedTest
    @EnumSource
    void givesBackAllPooledMemoryButTheBatch(Codec codec) {
        PooledByteBufAllocator pool = new PooledByteBufAllocator(true);
        BatchBuilder built = new BatchBuilder(pool, codec, 1 << 20, LIMITS);
        Batches.append(built, Batches.compressible(100, 800));
        ByteBuf batch = built.build();
        assertThat(batch.refCnt()).isEqualTo(1);
        assertThat(Batches.read(batch)).hasSize(100);
        batch.release();

        BatchBuilder dropped = new BatchBuilder(pool, codec, 1 << 20, LIMITS);
        Batches.append(dropped, Batches.compressible(10, 800));
        dropped.close();
        dropped.close();
        assertThat(pool.pinnedDirectMemory()).isZero();
    }

    @Test
    void aTargetBeyondTheBatchLimitIsRefused() {
        assertThatThrownBy(() -> builder(Codec.NONE, (4 << 20) + 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll("4194305", "4194304");
        assertThatThrownBy(() -> new BatchLimits(1_000, 1_000)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new BatchLimits(0, 1_000)).isInstanceOf(IllegalArgumentException.class);
    }

    private static BatchBuilder builder(Codec codec, int targetBytes) {
        return new BatchBuilder(Batches.HEAP, codec, targetBytes, LIMITS);
    }
}
