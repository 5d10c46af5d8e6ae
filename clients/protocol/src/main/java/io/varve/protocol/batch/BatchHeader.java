/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.protocol.batch;

import io.netty.buffer.ByteBuf;
import io.varve.protocol.checksum.Crc32c;

/**
 * The fixed head of a record batch v2, read in place: {@code index} is where the batch starts in the buffer, whatever its
 * reader index. All integers are big-endian.
 *
 * <pre>
 *   0 baseOffset i64          | patched by the broker
 *   8 length i32              | bytes after this field
 *  12 leaderEpoch i32         | patched by the broker
 *  16 magic i8 = 2
 *  17 crc u32                 | CRC-32C of everything from 21 to the end
 *  21 attributes i16          | 0-2 codec, 3 append time, 4 transactional, 5 control, 6 delete horizon
 *  23 lastOffsetDelta i32
 *  27 baseTimestamp i64
 *  35 maxTimestamp i64
 *  43 producerId i64          | -1 none
 *  51 producerEpoch i16
 *  53 baseSequence i32
 *  57 recordCount i32
 *  61 records, compressed by the codec
 * </pre>
 *
 * <p>The accessors believe what they read: {@link BatchCheck} comes first where bytes come from somebody else. They borrow
 * the buffer and move no index. Source: "Record Batch" in Kafka's documentation.
 */
public final class BatchHeader {
    /** Bytes before the records. */
    public static final int HEADER_BYTES = 61;
    /** Bytes up to and with the length field, which that field doesn't count. */
    public static final int LENGTH_OVERHEAD = 12;
    /** The only version of the format that we read and write. */
    public static final byte MAGIC = 2;
    /** In {@link #producerId}: the batch has no producer id, and its epoch and sequence mean nothing. */
    public static final long NO_PRODUCER_ID = -1;
    /** In {@link #leaderEpoch}: no broker has patched the batch yet. */
    public static final int NO_LEADER_EPOCH = -1;

    static final int BASE_OFFSET = 0;
    static final int LENGTH = 8;
    static final int LEADER_EPOCH = 12;
    static final int MAGIC_AT = 16;
    static final int CRC = 17;
    static final int ATTRIBUTES = 21;
    static final int LAST_OFFSET_DELTA = 23;
    static final int BASE_TIMESTAMP = 27;
    static final int MAX_TIMESTAMP = 35;
    static final int PRODUCER_ID = 43;
    static final int PRODUCER_EPOCH = 51;
    static final int BASE_SEQUENCE = 53;
    static final int RECORD_COUNT = 57;

    static final int CODEC_MASK = 0x07;
    static final int APPEND_TIME_BIT = 0x08;
    static final int TRANSACTIONAL_BIT = 0x10;
    static final int CONTROL_BIT = 0x20;

    private BatchHeader() {}

    /** Offset of the first record. */
    public static long baseOffset(ByteBuf buf, int index) {
        return buf.getLong(index + BASE_OFFSET);
    }

    /** Bytes of the whole batch, header included. */
    public static int sizeBytes(ByteBuf buf, int index) {
        return LENGTH_OVERHEAD + buf.getInt(index + LENGTH);
    }

    /** Epoch of the partition's leader that appended the batch, or {@link #NO_LEADER_EPOCH}. */
    public static int leaderEpoch(ByteBuf buf, int index) {
        return buf.getInt(index + LEADER_EPOCH);
    }

    /** Version of the format. */
    public static byte magic(ByteBuf buf, int index) {
        return buf.getByte(index + MAGIC_AT);
    }

    /** CRC-32C as stored; {@link #computeCrc} is what it should be. */
    public static int crc(ByteBuf buf, int index) {
        return buf.getInt(index + CRC);
    }

    /** CRC-32C of the bytes from the attributes to the end of the batch. */
    public static int computeCrc(ByteBuf buf, int index) {
        return Crc32c.of(buf, index + ATTRIBUTES, sizeBytes(buf, index) - ATTRIBUTES);
    }

    /** All attribute bits. */
    public static short attributes(ByteBuf buf, int index) {
        return buf.getShort(index + ATTRIBUTES);
    }

    /**
     * How the records are compressed.
     *
     * @throws io.varve.protocol.error.VarveException UNSUPPORTED_CODEC
     */
    public static Codec codec(ByteBuf buf, int index) {
        return Codec.of(attributes(buf, index) & CODEC_MASK);
    }

    /** Offset of the last record less the base offset. */
    public static int lastOffsetDelta(ByteBuf buf, int index) {
        return buf.getInt(index + LAST_OFFSET_DELTA);
    }

    /** Offset of the last record, inclusive. */
    public static long lastOffset(ByteBuf buf, int index) {
        return baseOffset(buf, index) + lastOffsetDelta(buf, index);
    }

    /** Time of the first record, milliseconds since 1970 UTC by the producer's clock. */
    public static long baseTimestamp(ByteBuf buf, int index) {
        return buf.getLong(index + BASE_TIMESTAMP);
    }

    /** Largest time of a record, milliseconds since 1970 UTC. */
    public static long maxTimestamp(ByteBuf buf, int index) {
        return buf.getLong(index + MAX_TIMESTAMP);
    }

    /** The idempotent producer that made the batch, or {@link #NO_PRODUCER_ID}. */
    public static long producerId(ByteBuf buf, int index) {
        return buf.getLong(index + PRODUCER_ID);
    }

    /** Epoch of the producer. */
    public static short producerEpoch(ByteBuf buf, int index) {
        return buf.getShort(index + PRODUCER_EPOCH);
    }

    /** The producer's sequence number of the first record; that of record i is this + i, modulo 2^31. */
    public static int baseSequence(ByteBuf buf, int index) {
        return buf.getInt(index + BASE_SEQUENCE);
    }

    /** Records in the batch; compaction can leave fewer than {@code lastOffsetDelta + 1}. */
    public static int recordCount(ByteBuf buf, int index) {
        return buf.getInt(index + RECORD_COUNT);
    }

    /** Whether the batch is a marker of a broker and not for applications. */
    public static boolean isControl(ByteBuf buf, int index) {
        return (attributes(buf, index) & CONTROL_BIT) != 0;
    }

    /** Whether the batch belongs to a transaction. */
    public static boolean isTransactional(ByteBuf buf, int index) {
        return (attributes(buf, index) & TRANSACTIONAL_BIT) != 0;
    }

    /** The bytes of the records, as a view that shares the buffer's memory and reference count but has indices of its own. */
    public static ByteBuf records(ByteBuf buf, int index) {
        return buf.slice(index + HEADER_BYTES, sizeBytes(buf, index) - HEADER_BYTES);
    }

    /** Gives the batch its place in a partition, the only change on its way to storage; the CRC doesn't cover it (I4). */
    public static void patch(ByteBuf buf, int index, long baseOffset, int leaderEpoch) {
        buf.setLong(index + BASE_OFFSET, baseOffset);
        buf.setInt(index + LEADER_EPOCH, leaderEpoch);
    }
}
