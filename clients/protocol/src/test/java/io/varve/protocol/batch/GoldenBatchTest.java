/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.protocol.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.varve.protocol.Golden;
import java.nio.ByteBuffer;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Our codec against bytes that were put together by hand from the specification. */
class GoldenBatchTest {

    @Test
    void writesTheGoldenBytes() {
        ByteBuf built = Batches.build(Codec.NONE, Batches.GOLDEN);
        assertThat(ByteBufUtil.prettyHexDump(built)).isEqualTo(ByteBufUtil.prettyHexDump(Golden.read("batch-none")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"none", "gzip", "snappy", "snappy-bare", "lz4", "zstd"})
    void readsTheGoldenBytesOfEveryCodec(String codec) {
        ByteBuf batch = Golden.read("batch-" + codec);
        assertThat(Batches.read(batch)).isEqualTo(Batches.GOLDEN);
        assertThatCode(() -> BatchCheck.produced(batch, BatchLimits.DEFAULT)).doesNotThrowAnyException();
    }

    @Test
    void readsEveryFieldOfTheHeaderWhereverTheBatchStarts() {
        ByteBuf buf = Batches.HEAP.buffer().writeZero(3).writeBytes(Golden.read("batch-control"));
        assertThat(BatchHeader.baseOffset(buf, 3)).isEqualTo(1_234_567_890_123L);
        assertThat(BatchHeader.sizeBytes(buf, 3)).isEqualTo(buf.writerIndex() - 3);
        assertThat(BatchHeader.leaderEpoch(buf, 3)).isEqualTo(9);
        assertThat(BatchHeader.magic(buf, 3)).isEqualTo((byte) 2);
        assertThat(BatchHeader.crc(buf, 3)).isEqualTo(BatchHeader.computeCrc(buf, 3));
        assertThat(BatchHeader.attributes(buf, 3)).isEqualTo((short) 0x30);
        assertThat(BatchHeader.codec(buf, 3)).isEqualTo(Codec.NONE);
        assertThat(BatchHeader.lastOffsetDelta(buf, 3)).isZero();
        assertThat(BatchHeader.lastOffset(buf, 3)).isEqualTo(1_234_567_890_123L);
        assertThat(BatchHeader.baseTimestamp(buf, 3)).isEqualTo(Batches.T);
        assertThat(BatchHeader.maxTimestamp(buf, 3)).isEqualTo(Batches.T);
        assertThat(BatchHeader.producerId(buf, 3)).isEqualTo(4242);
        assertThat(BatchHeader.producerEpoch(buf, 3)).isEqualTo((short) 7);
        assertThat(BatchHeader.baseSequence(buf, 3)).isEqualTo(-1);
        assertThat(BatchHeader.recordCount(buf, 3)).isEqualTo(1);
        assertThat(BatchHeader.isControl(buf, 3)).isTrue();
        assertThat(BatchHeader.isTransactional(buf, 3)).isTrue();
    }

    @Test
    void readsAControlBatchLikeAnyOther() {
        List<Record> records = Batches.read(Golden.read("batch-control"));
        assertThat(records).hasSize(1);
        assertThat(records.get(0).offset()).isEqualTo(1_234_567_890_123L);
        byte[] commit =
                ByteBuffer.allocate(4).putShort((short) 0).putShort((short) 1).array();
        assertThat(records.get(0).key()).isEqualTo(commit);
    }

    @Test
    void aPatchChangesPlaceAndEpochAndLeavesTheCrcValid() {
        ByteBuf batch = Golden.read("batch-none");
        BatchHeader.patch(batch, 0, 5_000_000_000L, 12);
        assertThat(BatchHeader.baseOffset(batch, 0)).isEqualTo(5_000_000_000L);
        assertThat(BatchHeader.lastOffset(batch, 0)).isEqualTo(5_000_000_003L);
        assertThat(BatchHeader.leaderEpoch(batch, 0)).isEqualTo(12);
        assertThat(Batches.read(batch))
                .extracting(Record::offset)
                .containsExactly(5_000_000_000L, 5_000_000_001L, 5_000_000_002L, 5_000_000_003L);
        ByteBuf original = Golden.read("batch-none");
        assertThat(batch.slice(16, batch.writerIndex() - 16))
                .isEqualTo(original.slice(16, original.writerIndex() - 16));
    }
}
