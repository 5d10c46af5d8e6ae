/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.protocol.batch;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.varve.protocol.error.ErrorCode;
import io.varve.protocol.error.VarveException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One record within a batch:
 *
 * <pre>
 *   length varint             | bytes after this field
 *   attributes i8 = 0
 *   timestampDelta varlong    | to the batch's baseTimestamp
 *   offsetDelta varint        | to the batch's baseOffset
 *   keyLength varint, key     | -1: null
 *   valueLength varint, value | -1: null
 *   headerCount varint, then for each: keyLength varint, key (UTF-8), valueLength varint, value (-1: null)
 * </pre>
 */
final class RecordFormat {
    /** A record with null key, null value and no header: attributes, two deltas, two lengths, header count. */
    private static final int MIN_BODY_BYTES = 6;

    /** The smallest record with its length before it. */
    static final int MIN_BYTES = MIN_BODY_BYTES + 1;

    private RecordFormat() {}

    /** Bytes of the record without its leading length; a long, since the parts may add up to more than an int. */
    static long bodyBytes(
            long timestampDelta,
            int offsetDelta,
            byte @Nullable [] key,
            byte @Nullable [] value,
            List<RecordHeader> headers) {
        long bytes = 1L + Varints.sizeOfLong(timestampDelta) + Varints.sizeOfInt(offsetDelta);
        bytes += fieldBytes(key) + fieldBytes(value) + Varints.sizeOfInt(headers.size());
        for (RecordHeader header : headers) {
            int keyBytes = ByteBufUtil.utf8Bytes(header.key());
            bytes += Varints.sizeOfInt(keyBytes) + (long) keyBytes + fieldBytes(header.value());
        }
        return bytes;
    }

    static void write(
            ByteBuf out,
            int bodyBytes,
            long timestampDelta,
            int offsetDelta,
            byte @Nullable [] key,
            byte @Nullable [] value,
            List<RecordHeader> headers) {
        Varints.writeInt(out, bodyBytes);
        out.writeByte(0);
        Varints.writeLong(out, timestampDelta);
        Varints.writeInt(out, offsetDelta);
        writeField(out, key);
        writeField(out, value);
        Varints.writeInt(out, headers.size());
        for (RecordHeader header : headers) {
            Varints.writeInt(out, ByteBufUtil.utf8Bytes(header.key()));
            ByteBufUtil.writeUtf8(out, header.key());
            writeField(out, header.value());
        }
    }

    /** Reads the record at the reader index of {@code records}, which ends where the batch ends. */
    static Record read(ByteBuf records, long baseOffset, long baseTimestamp) {
        int end = readEnd(records);
        records.skipBytes(1);
        long timestamp = baseTimestamp + Varints.readLong(records);
        long offset = baseOffset + Varints.readInt(records);
        byte[] key = readField(records, "key");
        byte[] value = readField(records, "value");
        List<RecordHeader> headers = readHeaders(records);
        if (records.readerIndex() != end) {
            throw new VarveException(
                    ErrorCode.CORRUPT_BATCH,
                    "record at offset " + offset + " ends at byte " + records.readerIndex()
                            + " of the records, its length says " + end);
        }
        return new Record(offset, timestamp, key, value, headers);
    }

    /** Steps over the record at the reader index and returns its offset delta; refuses one larger than {@code maxBytes}. */
    static int skip(ByteBuf records, int maxBytes) {
        int start = records.readerIndex();
        int end = readEnd(records);
        int length = end - records.readerIndex();
        if (length > maxBytes) {
            throw new VarveException(
                    ErrorCode.RECORD_TOO_LARGE,
                    "record at byte " + start + " of the records has " + length + " bytes; the limit is " + maxBytes);
        }
        records.skipBytes(1);
        Varints.readLong(records);
        int offsetDelta = Varints.readInt(records);
        if (records.readerIndex() > end) {
            throw new VarveException(
                    ErrorCode.CORRUPT_BATCH,
                    "record at byte " + start + " of the records is longer than its length, " + length);
        }
        records.readerIndex(end);
        return offsetDelta;
    }

    private static int readEnd(ByteBuf records) {
        int start = records.readerIndex();
        int length = Varints.readInt(records);
        if (length < MIN_BODY_BYTES || length > records.readableBytes()) {
            throw new VarveException(
                    ErrorCode.CORRUPT_BATCH,
                    "record at byte " + start + " of the records has the length " + length + "; it needs at least "
                            + MIN_BODY_BYTES + ", and " + records.readableBytes() + " bytes are left");
        }
        return records.readerIndex() + length;
    }

    private static List<RecordHeader> readHeaders(ByteBuf records) {
        int count = Varints.readInt(records);
        // A header has two lengths at least, so a count that the bytes can't hold allocates nothing.
        if (count < 0 || count > records.readableBytes() / 2) {
            throw new VarveException(
                    ErrorCode.CORRUPT_BATCH,
                    "record has " + count + " headers in " + records.readableBytes() + " bytes that are left");
        }
        if (count == 0) {
            return List.of();
        }
        List<RecordHeader> headers = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            byte[] key = readField(records, "header key");
            if (key == null) {
                throw new VarveException(ErrorCode.CORRUPT_BATCH, "header " + i + " of a record has no key");
            }
            headers.add(new RecordHeader(new String(key, StandardCharsets.UTF_8), readField(records, "header value")));
        }
        return headers;
    }

    private static long fieldBytes(byte @Nullable [] field) {
        return field == null ? 1 : Varints.sizeOfInt(field.length) + (long) field.length;
    }

    private static void writeField(ByteBuf out, byte @Nullable [] field) {
        if (field == null) {
            Varints.writeInt(out, -1);
        } else {
            Varints.writeInt(out, field.length);
            out.writeBytes(field);
        }
    }

    private static byte @Nullable [] readField(ByteBuf records, String name) {
        int length = Varints.readInt(records);
        if (length == -1) {
            return null;
        }
        if (length < 0 || length > records.readableBytes()) {
            throw new VarveException(
                    ErrorCode.CORRUPT_BATCH,
                    "record's " + name + " has the length " + length + "; " + records.readableBytes()
                            + " bytes are left");
        }
        byte[] field = new byte[length];
        records.readBytes(field);
        return field;
    }
}
