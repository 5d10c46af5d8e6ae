/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.tiering;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.varve.log.record.BatchRecord;
import io.varve.log.record.LogRecord;
import io.varve.log.record.SideData;
import io.varve.objects.format.ObjectWriter;
import io.varve.objects.format.PartitionLane;
import io.varve.protocol.batch.BatchCheck;
import io.varve.protocol.batch.BatchHeader;
import io.varve.protocol.error.StoreException;
import io.varve.protocol.error.VarveException;

/**
 * A batch as the log has it, checked: its bytes are one intact batch and say the same as the record around them.
 *
 * @param bytes borrowed from the entry
 * @param appendMs when it was appended, in ms since the epoch
 * @param sequence its log sequence
 * @param sideData its side data as items; empty for most
 */
record LoggedBatch(ByteBuf bytes, long appendMs, long sequence, ByteBuf sideData) {

    /** Checks the batch of a record; {@code Damaged} says what is wrong with it. */
    static LoggedBatch of(LogRecord record, BatchRecord fields) {
        ByteBuf bytes = BatchRecord.batch(record);
        int index = bytes.readerIndex();
        int size;
        try {
            size = BatchCheck.intact(bytes, index);
        } catch (VarveException e) {
            throw damaged(record, String.valueOf(e.getMessage()));
        }
        if (size != bytes.readableBytes()
                || BatchHeader.baseOffset(bytes, index) != fields.baseOffset()
                || BatchHeader.lastOffset(bytes, index) + 1 != fields.endOffset()
                || BatchHeader.leaderEpoch(bytes, index) != fields.leaderEpoch()) {
            throw damaged(
                    record,
                    "batch of " + size + " bytes from offset " + BatchHeader.baseOffset(bytes, index) + " to "
                            + BatchHeader.lastOffset(bytes, index) + " of leader epoch "
                            + BatchHeader.leaderEpoch(bytes, index) + " contradicts its record of "
                            + bytes.readableBytes()
                            + " bytes: " + fields);
        }
        return new LoggedBatch(bytes, record.appendTimeMs(), record.sequence(), items(fields.sideData()));
    }

    void writeTo(ObjectWriter writer, PartitionLane lane) {
        writer.append(lane, bytes, appendMs, sequence, sideData);
    }

    private static ByteBuf items(SideData sideData) {
        if (sideData.items().isEmpty()) {
            return Unpooled.EMPTY_BUFFER;
        }
        ByteBuf items = Unpooled.buffer();
        for (SideData.Item item : sideData.items()) {
            items.writeByte(item.type()).writeByte(item.value().length).writeBytes(item.value());
        }
        return items;
    }

    private static StoreException.Damaged damaged(LogRecord record, String what) {
        return new StoreException.Damaged(
                "ledger " + record.ledgerId() + " entry " + record.entryId() + " sequence " + record.sequence() + ": "
                        + what,
                null);
    }
}
