/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.log.record;

import io.netty.buffer.ByteBuf;
import io.varve.protocol.error.StoreException;
import org.jspecify.annotations.Nullable;

/**
 * Steps over the records of an entry's body: type u8, flags u8, version u8, length (unsigned LEB128, at most 4 bytes), body.
 */
final class RecordCursor {
    private static final int LENGTH_BYTES = 4;

    private final ByteBuf entry;
    private final int end;
    private int next;

    int typeNumber;
    int flags;
    int version;
    /** Index of the record's header in the entry's buffer. */
    int start;

    int bodyIndex;
    int bodyBytes;

    /** Borrows {@code entry}, whose readable bytes are a header and its body. */
    RecordCursor(ByteBuf entry) {
        this.entry = entry;
        this.next = entry.readerIndex() + EntryHeader.BYTES;
        this.end = entry.writerIndex();
    }

    /** Moves to the next record; false at the end. A record that is cut off is {@code Damaged}. */
    boolean advance() {
        if (next == end) {
            return false;
        }
        start = next;
        if (end - start < 4) {
            throw new StoreException.Damaged("ends within the header of a record", null);
        }
        typeNumber = entry.getUnsignedByte(start);
        flags = entry.getUnsignedByte(start + 1);
        version = entry.getUnsignedByte(start + 2);
        int index = start + 3;
        int length = 0;
        for (int i = 0; ; i++, index++) {
            if (i == LENGTH_BYTES || index == end) {
                throw new StoreException.Damaged("ends within the length of a record", null);
            }
            int part = entry.getByte(index);
            length |= (part & 0x7f) << (7 * i);
            if (part >= 0) {
                break;
            }
        }
        bodyIndex = index + 1;
        bodyBytes = length;
        if (length > end - bodyIndex) {
            throw new StoreException.Damaged(
                    "has a record of " + length + " bytes where " + (end - bodyIndex) + " are left", null);
        }
        next = bodyIndex + length;
        return true;
    }

    /** The record's type, or null when this code can't read it: by number or by version. */
    @Nullable
    RecordType type() {
        RecordType type = RecordType.of(typeNumber);
        return type != null && version <= type.version() ? type : null;
    }

    /** Bytes of the record, from {@link #start}, that the entry's checksum covers: all but a record batch. */
    int checkedBytes() {
        if (typeNumber != RecordType.BATCH.number()) {
            return next - start;
        }
        return bodyIndex - start + BatchRecord.batchPosition(entry, bodyIndex, bodyBytes, flags);
    }

    static int headerBytes(int bodyBytes) {
        return 3 + (bodyBytes < 1 << 7 ? 1 : bodyBytes < 1 << 14 ? 2 : bodyBytes < 1 << 21 ? 3 : 4);
    }

    static void writeHeader(ByteBuf out, RecordType type, int flags, int bodyBytes) {
        out.writeByte(type.number()).writeByte(flags).writeByte(type.version());
        int rest = bodyBytes;
        while (rest >= 1 << 7) {
            out.writeByte(rest | 0x80);
            rest >>>= 7;
        }
        out.writeByte(rest);
    }
}
