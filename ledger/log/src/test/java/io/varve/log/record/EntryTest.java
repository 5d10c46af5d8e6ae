/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.log.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.varve.protocol.error.StoreException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class EntryTest {
    private static final UUID TOPIC = UUID.fromString("00112233-4455-6677-8899-aabbccddeeff");
    private static final int BATCH_BYTES = 100;
    private static final EntryHeader HEADER =
            new EntryHeader(0x01020304, 5, 1, 7, 1000, 0, 1_700_000_000_000L, 900, 990, EntryHeader.FEATURE_LEVEL, 0);

    private static ByteBuf batch() {
        return Unpooled.buffer().writeZero(BATCH_BYTES);
    }

    private static BatchRecord delayed() {
        return new BatchRecord(
                TOPIC,
                3,
                0,
                77,
                10,
                12,
                new BatchRecord.Cause(64, 5, 14),
                new SideData(List.of(new SideData.Item(SideData.PRIORITY, new byte[] {9}))));
    }

    private static ByteBuf entry(ByteBufAllocator allocator) {
        try (EntryBuilder builder = new EntryBuilder(allocator)) {
            builder.appendBatch(new BatchRecord(TOPIC, 3, 42, 10, 11), 0, batch());
            builder.appendBatch(delayed(), LogRecord.NO_PRODUCER_STATE, batch());
            ByteBuf time = Unpooled.buffer();
            new OperatorTime(5).encode(time);
            builder.append(RecordType.OPERATOR_TIME, LogRecord.INTERNAL, time);
            builder.append(RecordType.NOOP, 0, Unpooled.EMPTY_BUFFER);
            return builder.finish(HEADER).bytes();
        }
    }

    private static ByteBuf entry() {
        return entry(new UnpooledByteBufAllocator(false));
    }

    private static List<LogRecord> records(Entry entry) {
        List<LogRecord> records = new ArrayList<>();
        entry.forEach(records::add);
        return records;
    }

    @Test
    void givesBackItsRecordsInOrder() {
        Entry entry = Entry.decode(21, 4, entry());

        List<LogRecord> records = records(entry);
        assertThat(records).extracting(LogRecord::sequence).containsExactly(1000L, 1001L, 1002L, 1003L);
        assertThat(records)
                .extracting(LogRecord::type)
                .containsExactly(RecordType.BATCH, RecordType.BATCH, RecordType.OPERATOR_TIME, RecordType.NOOP);
        assertThat(records).allSatisfy(record -> {
            assertThat(record.ledgerId()).isEqualTo(21);
            assertThat(record.entryId()).isEqualTo(4);
            assertThat(record.epoch()).isEqualTo(7);
            assertThat(record.appendTimeMs()).isEqualTo(1_700_000_000_000L);
        });
        assertThat(BatchRecord.decode(records.get(0))).isEqualTo(new BatchRecord(TOPIC, 3, 42, 10, 11));
        assertThat(BatchRecord.decode(records.get(1))).isEqualTo(delayed());
        assertThat(records.get(1).flags())
                .isEqualTo(LogRecord.MUST_UNDERSTAND | LogRecord.NO_PRODUCER_STATE | LogRecord.HAS_CAUSE);
        assertThat(OperatorTime.decode(records.get(2).body())).isEqualTo(new OperatorTime(5));
        assertThat(entry.header().endSequence()).isEqualTo(1004);
        entry.release();
    }

    @Test
    void patchesTheBatchInItsCopyOnly() {
        ByteBuf batch = batch();
        try (EntryBuilder builder = new EntryBuilder(UnpooledByteBufAllocator.DEFAULT)) {
            builder.appendBatch(delayed(), 0, batch);
            Entry entry = Entry.decode(21, 4, builder.finish(HEADER).bytes());

            ByteBuf stored = BatchRecord.batch(entry.iterator().next());
            assertThat(stored.readableBytes()).isEqualTo(BATCH_BYTES);
            assertThat(stored.getLong(0)).isEqualTo(77);
            assertThat(stored.getInt(12)).isEqualTo(12);
            assertThat(batch).isEqualTo(batch());
            entry.release();
        }
    }

    @Test
    void isWrittenAsEver() {
        ByteBuf entry = entry();
        Golden.assertSame("entry.txt", "entry", entry);
        entry.release();
    }

    @Test
    void isRefusedWhenCutOffAnywhere() {
        ByteBuf whole = entry();
        for (int length = 0; length < whole.readableBytes(); length++) {
            ByteBuf cut = whole.copy(0, length);
            assertThatThrownBy(() -> Entry.decode(21, 4, cut))
                    .as("%d bytes", length)
                    .isInstanceOf(StoreException.Damaged.class)
                    .hasMessageContaining("entry 4 of ledger 21");
            assertThat(cut.refCnt()).isZero();
        }
        whole.release();
    }

    @Test
    void isRefusedWhenCutOffAnywhereEvenIfItsLengthFits() {
        ByteBuf whole = entry();
        for (int length = EntryHeader.BYTES; length < whole.readableBytes(); length++) {
            ByteBuf cut = whole.copy(0, length).setInt(64, length - EntryHeader.BYTES);
            assertThatThrownBy(() -> Entry.decode(21, 4, cut)).isInstanceOf(StoreException.Damaged.class);
        }
        whole.release();
    }

    @Test
    void isRefusedWhenAnyBitOutsideABatchIsFlipped() {
        ByteBuf whole = entry();
        Entry entry = Entry.decode(21, 4, whole.copy());
        List<ByteBuf> batches = records(entry).stream()
                .filter(record -> record.type() == RecordType.BATCH)
                .map(BatchRecord::batch)
                .toList();
        for (int bit = 0; bit < whole.readableBytes() * 8; bit++) {
            int index = bit / 8;
            boolean inBatch = batches.stream().anyMatch(batch -> {
                int start = start(entry.bytes(), batch);
                return index >= start && index < start + BATCH_BYTES;
            });
            ByteBuf flipped = whole.copy().setByte(index, whole.getByte(index) ^ 1 << bit % 8);
            if (inBatch) {
                Entry.decode(21, 4, flipped).release();
            } else {
                assertThatThrownBy(() -> Entry.decode(21, 4, flipped))
                        .as("bit %d", bit)
                        .isInstanceOf(StoreException.Damaged.class);
            }
        }
        entry.release();
        whole.release();
    }

    private static int start(ByteBuf entry, ByteBuf batch) {
        return batch.arrayOffset() - entry.arrayOffset();
    }

    @Test
    void recordsOfAnUnknownTypeAreLeftOutUnlessTheyMustBeUnderstood() {
        ByteBuf whole = entry();
        Entry known = Entry.decode(21, 4, whole.copy());
        int last = whole.readableBytes() - RecordCursor.headerBytes(0);
        known.release();

        Entry skipped = Entry.decode(21, 4, sealed(whole.copy().setByte(last, 250)));
        assertThat(records(skipped)).hasSize(3);
        assertThat(skipped.skippedRecords()).isOne();
        assertThat(skipped.header().endSequence()).isEqualTo(1004);
        skipped.release();

        ByteBuf required = sealed(whole.copy().setByte(last, 250).setByte(last + 1, LogRecord.MUST_UNDERSTAND));
        assertThatThrownBy(() -> Entry.decode(21, 4, required))
                .isInstanceOf(StoreException.Damaged.class)
                .hasMessageContaining("type 250")
                .hasMessageContaining("sequence 1003")
                .hasMessageContaining("newer");

        ByteBuf newer =
                sealed(whole.copy().setByte(last, RecordType.NOOP.number()).setByte(last + 2, 2));
        Entry alsoSkipped = Entry.decode(21, 4, newer);
        assertThat(alsoSkipped.skippedRecords()).isOne();
        alsoSkipped.release();
        whole.release();
    }

    /** Puts the right checksum into a changed entry. */
    private static ByteBuf sealed(ByteBuf entry) {
        EntryChecksum checksum = new EntryChecksum(entry);
        RecordCursor cursor = new RecordCursor(entry);
        while (cursor.advance()) {
            checksum.add(cursor);
        }
        return entry.setInt(EntryHeader.CRC_POSITION, checksum.value());
    }

    @Test
    void isTheSameFromEveryKindOfBuffer() {
        ByteBuf heap = entry();
        ByteBuf direct = entry(PooledByteBufAllocator.DEFAULT);
        assertThat(ByteBufUtil.equals(heap, direct)).isTrue();
        ByteBuf composite = Unpooled.compositeBuffer()
                .addComponent(true, heap.retainedSlice(0, 80))
                .addComponent(true, heap.retainedSlice(80, heap.readableBytes() - 80));
        Entry.decode(21, 4, composite).release();
        Entry.decode(21, 4, Unpooled.buffer().writeInt(0).writeBytes(heap).skipBytes(4))
                .release();
        heap.release();
        direct.release();
    }

    @Test
    void aRecordAboveTheLimitIsRefused() {
        try (EntryBuilder builder = new EntryBuilder(UnpooledByteBufAllocator.DEFAULT)) {
            ByteBuf body = Unpooled.buffer().writeZero(RecordBody.MAX_BYTES + 1);
            assertThatThrownBy(() -> builder.append(RecordType.DELETE_OBJECTS, 0, body))
                    .hasMessageContaining("524289")
                    .hasMessageContaining("524288");
            builder.appendBatch(
                    new BatchRecord(TOPIC, 3, 42, 10, 11), 0, Unpooled.buffer().writeZero(4 << 20));
            Entry entry = Entry.decode(1, 0, builder.finish(HEADER).bytes());
            assertThat(BatchRecord.batch(entry.iterator().next()).readableBytes())
                    .isEqualTo(4 << 20);
            entry.release();
        }
    }
}
