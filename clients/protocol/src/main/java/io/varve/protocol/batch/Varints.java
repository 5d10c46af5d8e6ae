/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.protocol.batch;

import io.netty.buffer.ByteBuf;
import io.varve.protocol.error.ErrorCode;
import io.varve.protocol.error.VarveException;

/**
 * Zigzag integers of variable length as in record batches: 7 bits a byte, lowest first, the high bit says that more follow.
 * Source: Protocol Buffers' encoding of sint32 and sint64.
 */
final class Varints {
    /** Longest encoding of an int. */
    static final int MAX_BYTES = 5;

    private static final int MAX_LONG_BYTES = 10;

    private Varints() {}

    static void writeInt(ByteBuf out, int value) {
        writeUnsigned(out, ((value << 1) ^ (value >> 31)) & 0xFFFFFFFFL);
    }

    static void writeLong(ByteBuf out, long value) {
        writeUnsigned(out, (value << 1) ^ (value >> 63));
    }

    static int sizeOfInt(int value) {
        return sizeOfUnsigned(((value << 1) ^ (value >> 31)) & 0xFFFFFFFFL);
    }

    static int sizeOfLong(long value) {
        return sizeOfUnsigned((value << 1) ^ (value >> 63));
    }

    /** Reads an int at the reader index; CORRUPT_BATCH if the bytes end early or hold more than 32 bits. */
    static int readInt(ByteBuf in) {
        long raw = readUnsigned(in, MAX_BYTES);
        if (raw >>> 32 != 0) {
            throw new VarveException(
                    ErrorCode.CORRUPT_BATCH, "varint at byte " + in.readerIndex() + " of the records exceeds 32 bits");
        }
        return (int) (raw >>> 1) ^ -(int) (raw & 1);
    }

    /** Reads a long at the reader index; CORRUPT_BATCH if the bytes end early or are more than 10. */
    static long readLong(ByteBuf in) {
        long raw = readUnsigned(in, MAX_LONG_BYTES);
        return (raw >>> 1) ^ -(raw & 1);
    }

    private static void writeUnsigned(ByteBuf out, long value) {
        long rest = value;
        while ((rest & ~0x7FL) != 0) {
            out.writeByte((int) ((rest & 0x7F) | 0x80));
            rest >>>= 7;
        }
        out.writeByte((int) rest);
    }

    private static int sizeOfUnsigned(long value) {
        return value == 0 ? 1 : (64 - Long.numberOfLeadingZeros(value) + 6) / 7;
    }

    private static long readUnsigned(ByteBuf in, int maxBytes) {
        long value = 0;
        for (int i = 0; i < maxBytes; i++) {
            if (!in.isReadable()) {
                throw new VarveException(
                        ErrorCode.CORRUPT_BATCH,
                        "records end at byte " + in.readerIndex() + ", in the middle of a number");
            }
            byte next = in.readByte();
            value |= (long) (next & 0x7F) << (7 * i);
            if (next >= 0) {
                return value;
            }
        }
        throw new VarveException(
                ErrorCode.CORRUPT_BATCH,
                "number before byte " + in.readerIndex() + " of the records is longer than " + maxBytes + " bytes");
    }
}
