/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.protocol.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.varve.protocol.Golden;
import io.varve.protocol.error.ErrorCode;
import io.varve.protocol.error.VarveException;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class BatchReaderTest {

    @ParameterizedTest
    @ValueSource(strings = {"none", "gzip", "snappy", "snappy-bare", "lz4", "zstd", "control"})
    void rejectsTruncationAtEveryByte(String golden) {
        ByteBuf batch = Golden.read("batch-" + golden);
        for (int i = 0; i < batch.writerIndex(); i++) {
            ByteBuf cut = batch.slice(0, i);
            assertCorrupt(() -> Batches.read(cut));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"none", "gzip", "snappy", "snappy-bare", "lz4", "zstd"})
    void rejectsRecordsThatEndEarlyUnderARightLengthAndCrc(String golden) {
        ByteBuf batch = Golden.read("batch-" + golden);
        Codec codec = BatchHeader.codec(batch, 0);
        for (int i = BatchHeader.HEADER_BYTES; i < batch.writerIndex(); i++) {
            // records then.
            byte[] cut = new byte[i - BatchHeader.HEADER_BYTES];
            batch.getBytes(BatchHeader.HEADER_BYTES, cut);
            assertCorrupt(() -> Batches.read(Batches.withRecords(batch, codec, cut)));
        }
    }

    @Test
    void noBitOfACoveredByteChangesUnseen() {
        byte[] golden = Golden.bytes("batch-none");
        for (int bit = BatchHeader.LENGTH * 8; bit < golden.length * 8; bit++) {
            if (bit / 8 >= BatchHeader.LEADER_EPOCH && bit / 8 < BatchHeader.MAGIC_AT) {
                continue;
            }
            byte[] changed = golden.clone();
            changed[bit / 8] ^= (byte) (1 << (bit % 8));
            assertCorrupt(() -> Batches.read(Unpooled.wrappedBuffer(changed)));
        }
    }

    @ParameterizedTest
    @EnumSource
    void randomRecordsUnderARightCrcNeverDoMoreThanRefuse(Codec codec) {
        Random random = new Random(codec.number());
        ByteBuf valid = Batches.build(codec, Batches.compressible(5, 40));
        int read = 0;
        for (int i = 0; i < 5_000; i++) {
            ByteBuf changed = valid.copy();
            for (int n = random.nextInt(3); n >= 0; n--) {
                int at = BatchHeader.HEADER_BYTES + random.nextInt(changed.writerIndex() - BatchHeader.HEADER_BYTES);
                changed.setByte(at, random.nextInt(256));
            }
            try {
                Batches.read(new BatchReader(Batches.seal(changed), 0, 1 << 20));
                read++;
            } catch (VarveException refused) {
                assertThat(refused.code()).isIn(ErrorCode.CORRUPT_BATCH, ErrorCode.BATCH_TOO_LARGE);
            }
        }
        assertThat(read).isLessThan(5_000);
    }

    @ParameterizedTest
    @EnumSource(names = "NONE", mode = EnumSource.Mode.EXCLUDE)
    void aBatchThatDecompressesBeyondTheLimitIsRefusedWithTheLimit(Codec codec) {
        ByteBuf batch = Batches.build(codec, List.of(new Record(0, Batches.T, null, new byte[1_000_000], List.of())));
        int body = 1 + 1 + 1 + 1 + 3 + 1_000_000 + 1;
        int exact = Varints.sizeOfInt(body) + body;
        assertThat(batch.readableBytes()).isLessThan(100_000);
        assertThat(Batches.read(new BatchReader(batch, 0, exact))).hasSize(1);
        assertThatThrownBy(() -> new BatchReader(batch, 0, exact - 1))
                .isInstanceOfSatisfying(
                        VarveException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.BATCH_TOO_LARGE))
                .hasMessageContaining("limit of " + (exact - 1) + " bytes");
    }

    @Test
    void aSnappyBlockThatClaimsTwoGigabytesAllocatesNothing() {
        // A bare block of 5 bytes whose length says 2^31 - 1.
        byte[] bomb = {(byte) 0xff, (byte) 0xff, (byte) 0xff, (byte) 0xff, 7};
        ByteBuf batch = Batches.withRecords(Golden.read("batch-none"), Codec.SNAPPY, bomb);
        assertThatThrownBy(() -> new BatchReader(batch, 0))
                .isInstanceOfSatisfying(
                        VarveException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.BATCH_TOO_LARGE));
    }

    @Test
    void aLimitOutsideItsRangeIsRefused() {
        ByteBuf batch = Golden.read("batch-none");
        assertThatThrownBy(() -> new BatchReader(batch, 0, 0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new BatchReader(batch, 0, Integer.MAX_VALUE))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void anUnknownCodecIsNamed() {
        ByteBuf batch = Batches.seal(Golden.read("batch-none").setShort(BatchHeader.ATTRIBUTES, 6));
        assertThatThrownBy(() -> new BatchReader(batch, 0))
                .isInstanceOfSatisfying(
                        VarveException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.UNSUPPORTED_CODEC))
                .hasMessageContaining("codec 6");
    }

    @Test
    void readsWhatCompactionLeftOver() {
        ByteBuf batch = Batches.build(Codec.NONE, Batches.GOLDEN);
        batch.setInt(BatchHeader.LAST_OFFSET_DELTA, 9);
        assertThat(Batches.read(Batches.seal(batch))).isEqualTo(Batches.GOLDEN);

        ByteBuf empty = Batches.withRecords(Golden.read("batch-none"), Codec.NONE, null);
        empty.setInt(BatchHeader.RECORD_COUNT, 0);
        assertThat(Batches.read(Batches.seal(empty))).isEmpty();
    }

    @Test
    void countsAndOffsetsThatContradictTheRecordsAreCorrupt() {
        assertCorrupt(() -> Batches.read(sealedWith(BatchHeader.RECORD_COUNT, 3)));
        assertCorrupt(() -> Batches.read(sealedWith(BatchHeader.RECORD_COUNT, 5)));
        assertCorrupt(() -> Batches.read(sealedWith(BatchHeader.RECORD_COUNT, -1)));
        assertCorrupt(() -> Batches.read(sealedWith(BatchHeader.LAST_OFFSET_DELTA, 2)));
        assertCorrupt(() -> Batches.read(sealedWith(BatchHeader.LAST_OFFSET_DELTA, -1)));
        // Offset delta of record 1 from 1 to 0.
        ByteBuf twice = Golden.read("batch-none");
        twice.setByte(BatchHeader.HEADER_BYTES + 12 + 4, 0);
        assertCorrupt(() -> Batches.read(Batches.seal(twice)));
    }

    @Test
    void endsWithNoSuchElement() {
        BatchReader reader = new BatchReader(Golden.read("batch-control"), 0);
        reader.next();
        assertThat(reader.hasNext()).isFalse();
        assertThatThrownBy(reader::next).isInstanceOf(NoSuchElementException.class);
    }

    private static ByteBuf sealedWith(int field, int value) {
        return Batches.seal(Golden.read("batch-none").setInt(field, value));
    }

    private static void assertCorrupt(Runnable read) {
        assertThatThrownBy(read::run).isInstanceOfSatisfying(VarveException.class, e -> assertThat(e.code())
                .isEqualTo(ErrorCode.CORRUPT_BATCH));
    }
}
