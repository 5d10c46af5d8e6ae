/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.protocol.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.varve.protocol.Golden;
import io.varve.protocol.error.ErrorCode;
import io.varve.protocol.error.VarveException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BatchCheckTest {
    private static final BatchLimits LIMITS = BatchLimits.DEFAULT;

    @ParameterizedTest
    @ValueSource(strings = {"none", "zstd"})
    void rejectsTruncationAtEveryByte(String golden) {
        ByteBuf batch = Golden.read("batch-" + golden);
        for (int i = 0; i < batch.writerIndex(); i++) {
            assertRefused(batch.slice(0, i), ErrorCode.CORRUPT_BATCH, "bytes");
        }
    }

    @Test
    void takesExactlyOneBatch() {
        ByteBuf two = Unpooled.buffer();
        two.writeBytes(Golden.read("batch-none")).writeBytes(Golden.read("batch-zstd"));
        assertRefused(two, ErrorCode.CORRUPT_BATCH, "batch has 218 bytes by its length", " were sent");
        assertThat(BatchCheck.whole(two, 0)).isEqualTo(218);
        assertThat(BatchCheck.intact(two, 218)).isEqualTo(two.writerIndex() - 218);
    }

    @Test
    void looksAtTheReadableBytesAndMovesNoIndex() {
        ByteBuf payload = Unpooled.buffer().writeZero(7).writeBytes(Golden.read("batch-none"));
        payload.readerIndex(7);
        BatchCheck.produced(payload, LIMITS);
        assertThat(payload.readerIndex()).isEqualTo(7);
    }

    @Test
    void namesWhatIsWrongWithTheHeader() {
        assertRefused(set(Width.BYTE, BatchHeader.MAGIC_AT, 1), ErrorCode.CORRUPT_BATCH, "format 1", "only 2");
        assertRefused(set(Width.INT, BatchHeader.LENGTH, 48), ErrorCode.CORRUPT_BATCH, "60 bytes", "61 is the least");
        assertRefused(set(Width.INT, BatchHeader.LENGTH, -1), ErrorCode.CORRUPT_BATCH, "11 bytes");
        assertRefused(set(Width.INT, BatchHeader.LENGTH, Integer.MAX_VALUE), ErrorCode.CORRUPT_BATCH, "2147483659");
        assertRefused(
                Golden.read("batch-none").setInt(BatchHeader.CRC, 1), ErrorCode.CORRUPT_BATCH, "00000001", "a603782f");
        assertRefused(set(Width.SHORT, BatchHeader.ATTRIBUTES, 5), ErrorCode.UNSUPPORTED_CODEC, "codec 5");
    }

    @Test
    void namesWhatAClientMayNotSend() {
        assertRefused(Golden.read("batch-control"), ErrorCode.INVALID_ARGUMENT, "control batch");
        assertRefused(set(Width.SHORT, BatchHeader.ATTRIBUTES, 0x10), ErrorCode.INVALID_ARGUMENT, "transactional");
        assertRefused(set(Width.SHORT, BatchHeader.ATTRIBUTES, 0x08), ErrorCode.INVALID_ARGUMENT, "0008");
        assertRefused(set(Width.SHORT, BatchHeader.ATTRIBUTES, 0x40), ErrorCode.INVALID_ARGUMENT, "0040");
        assertRefused(set(Width.SHORT, BatchHeader.ATTRIBUTES, 0x8000), ErrorCode.INVALID_ARGUMENT, "8000");
    }

    @Test
    void holdsTheSequenceFieldsTogether() {
        assertRefused(set(Width.LONG, BatchHeader.PRODUCER_ID, -2), ErrorCode.CORRUPT_BATCH, "producer id -2");
        assertRefused(set(Width.SHORT, BatchHeader.PRODUCER_EPOCH, -1), ErrorCode.CORRUPT_BATCH, "epoch -1");
        assertRefused(set(Width.INT, BatchHeader.BASE_SEQUENCE, -1), ErrorCode.CORRUPT_BATCH, "sequence -1");
        ByteBuf none = set(Width.LONG, BatchHeader.PRODUCER_ID, -1);
        assertThatCode(() -> BatchCheck.produced(none, LIMITS)).doesNotThrowAnyException();
    }

    @Test
    void holdsTheCountsTogether() {
        assertRefused(set(Width.INT, BatchHeader.RECORD_COUNT, 0), ErrorCode.CORRUPT_BATCH, "0 records");
        assertRefused(set(Width.INT, BatchHeader.RECORD_COUNT, 3), ErrorCode.CORRUPT_BATCH, "3 records", "delta of 3");
        assertRefused(
                set(Width.INT, BatchHeader.RECORD_COUNT, Integer.MIN_VALUE),
                ErrorCode.CORRUPT_BATCH,
                "-2147483648 records");
        ByteBuf more = set(Width.INT, BatchHeader.RECORD_COUNT, 5).setInt(BatchHeader.LAST_OFFSET_DELTA, 4);
        assertRefused(Batches.seal(more), ErrorCode.CORRUPT_BATCH, "in the middle of a number");
        ByteBuf fewer = set(Width.INT, BatchHeader.RECORD_COUNT, 3).setInt(BatchHeader.LAST_OFFSET_DELTA, 2);
        assertRefused(Batches.seal(fewer), ErrorCode.CORRUPT_BATCH, "115 bytes follow", "3 records");
    }

    @Test
    void aCompressedBatchCantClaimMoreRecordsThanAReaderWouldTake() {
        ByteBuf batch = Golden.read("batch-zstd")
                .setInt(BatchHeader.RECORD_COUNT, Integer.MAX_VALUE)
                .setInt(BatchHeader.LAST_OFFSET_DELTA, Integer.MAX_VALUE - 1);
        assertRefused(Batches.seal(batch), ErrorCode.CORRUPT_BATCH, "limit is " + BatchReader.MAX_RECORDS);
    }

    @Test
    void offsetsOfAnUncompressedBatchAreDense() {
        ByteBuf batch = Golden.read("batch-none").setByte(BatchHeader.HEADER_BYTES + 12 + 4, 6);
        assertRefused(Batches.seal(batch), ErrorCode.CORRUPT_BATCH, "record 1", "offset delta 3");
    }

    @Test
    void aRecordBeyondItsLimitIsNamedWithSizeAndLimit() {
        ByteBuf batch = Golden.read("batch-none");
        assertThatThrownBy(() -> BatchCheck.produced(batch, new BatchLimits(112, 1_000)))
                .isInstanceOfSatisfying(
                        VarveException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.RECORD_TOO_LARGE))
                .hasMessageContainingAll("has 113 bytes", "limit is 112");
        assertThatCode(() -> BatchCheck.produced(batch, new BatchLimits(113, 1_000)))
                .doesNotThrowAnyException();
    }

    @Test
    void aBatchBeyondItsLimitIsNamedWithSizeAndLimit() {
        ByteBuf batch = Batches.build(Codec.NONE, List.of(new Record(0, 0, null, new byte[2_000], List.of())));
        assertThatThrownBy(() -> BatchCheck.produced(batch, new BatchLimits(100, 1_000)))
                .isInstanceOfSatisfying(
                        VarveException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.BATCH_TOO_LARGE))
                .hasMessageContainingAll("has " + batch.readableBytes() + " bytes", "limit is 1000");
    }

    private enum Width {
        BYTE,
        SHORT,
        INT,
        LONG
    }

    /** The golden batch with one field changed and the CRC that fits, as far as its length allows one. */
    private static ByteBuf set(Width width, int at, long value) {
        ByteBuf batch = Golden.read("batch-none");
        switch (width) {
            case BYTE -> batch.setByte(at, (int) value);
            case SHORT -> batch.setShort(at, (int) value);
            case INT -> batch.setInt(at, (int) value);
            case LONG -> batch.setLong(at, value);
        }
        return at >= BatchHeader.ATTRIBUTES ? Batches.seal(batch) : batch;
    }

    private static void assertRefused(ByteBuf batch, ErrorCode code, String... said) {
        assertThatThrownBy(() -> BatchCheck.produced(batch, LIMITS))
                .isInstanceOfSatisfying(
                        VarveException.class, e -> assertThat(e.code()).isEqualTo(code))
                .hasMessageContainingAll(said);
    }
}
