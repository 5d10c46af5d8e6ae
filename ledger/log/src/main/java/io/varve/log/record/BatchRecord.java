/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.log.record;

import io.netty.buffer.ByteBuf;
import io.varve.protocol.error.StoreException;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The fields in front of a record batch in a BATCH record. The batch follows them to the end of the body.
 *
 * <p>The entry's checksum covers these fields and not the batch, which has a checksum of its own and is never changed but in
 * the base offset and leader epoch (I4); both stand here once more.
 *
 * @param topicId the topic's id
 * @param partition the partition, from 0
 * @param lane 0 main; others for delay and priority
 * @param baseOffset offset of the batch's first record in its lane
 * @param count records in the batch, at least 1
 * @param leaderEpoch the leader epoch patched into the batch
 * @param cause what else this record does, atomically with the append; null for an ordinary batch
 * @param sideData facts that a broker needs without decompressing
 */
public record BatchRecord(
        UUID topicId,
        int partition,
        int lane,
        long baseOffset,
        int count,
        int leaderEpoch,
        @Nullable Cause cause,
        SideData sideData) {
    private static final int FIXED_BYTES = 16 + 4 + 1 + 8 + 4 + 4;
    private static final int CAUSE_BYTES = 1 + 8 + 8;
    private static final int LEADER_EPOCH_IN_BATCH = 12;

    /**
     * The range of another lane of the same partition that this batch takes the place of.
     *
     * @param lane the other lane
     * @param firstOffset inclusive
     * @param lastOffset inclusive
     */
    public record Cause(int lane, long firstOffset, long lastOffset) {}

    /** A batch of the main lane without cause and side data. */
    public BatchRecord(UUID topicId, int partition, long baseOffset, int count, int leaderEpoch) {
        this(topicId, partition, 0, baseOffset, count, leaderEpoch, null, SideData.NONE);
    }

    /** Offset after the batch's last record. */
    public long endOffset() {
        return baseOffset + count;
    }

    /** Bytes of the body in front of the batch. */
    public int bytes() {
        return FIXED_BYTES + (cause == null ? 0 : CAUSE_BYTES) + 2 + sideData.bytes();
    }

    /** {@code flags} with or without {@link LogRecord#HAS_CAUSE}, as these fields need it. */
    public int flags(int flags) {
        return cause == null ? flags & ~LogRecord.HAS_CAUSE : flags | LogRecord.HAS_CAUSE;
    }

    /**
     * Appends the body: the fields, then the batch with base offset and leader epoch patched.
     *
     * @param out borrowed
     * @param batch borrowed, not changed, its readable bytes are one batch in Kafka's v2 format
     */
    public void encode(ByteBuf out, ByteBuf batch) {
        Fields.writeUuid(out, topicId);
        out.writeInt(partition)
                .writeByte(lane)
                .writeLong(baseOffset)
                .writeInt(count)
                .writeInt(leaderEpoch);
        if (cause != null) {
            out.writeByte(cause.lane).writeLong(cause.firstOffset).writeLong(cause.lastOffset);
        }
        sideData.encode(out);
        int position = out.writerIndex();
        out.writeBytes(batch, batch.readerIndex(), batch.readableBytes());
        out.setLong(position, baseOffset).setInt(position + LEADER_EPOCH_IN_BATCH, leaderEpoch);
    }

    /** The fields of a BATCH record's body. */
    public static BatchRecord decode(LogRecord record) {
        return Fields.decode(RecordType.BATCH, record.body(), in -> {
            UUID topicId = Fields.readUuid(in);
            int partition = in.readInt();
            int lane = in.readUnsignedByte();
            long baseOffset = in.readLong();
            int count = in.readInt();
            int leaderEpoch = in.readInt();
            Cause cause = record.has(LogRecord.HAS_CAUSE)
                    ? new Cause(in.readUnsignedByte(), in.readLong(), in.readLong())
                    : null;
            if (count < 1) {
                throw new StoreException.Damaged("a batch of " + count + " records", null);
            }
            return new BatchRecord(
                    topicId, partition, lane, baseOffset, count, leaderEpoch, cause, SideData.decode(in));
        });
    }

    /** The batch of a BATCH record, without copying. Borrowed like the record's body. */
    public static ByteBuf batch(LogRecord record) {
        ByteBuf body = record.body();
        int position = batchPosition(body, body.readerIndex(), body.readableBytes(), record.flags());
        return body.slice(body.readerIndex() + position, body.readableBytes() - position);
    }

    /**
     * Where the batch begins, in bytes from the start of the body.
     *
     * @param body borrowed; holds the record's body at [index, index + length)
     * @param flags of the record
     */
    static int batchPosition(ByteBuf body, int index, int length, int flags) {
        int sideData = FIXED_BYTES + ((flags & LogRecord.HAS_CAUSE) == 0 ? 0 : CAUSE_BYTES);
        if (length < sideData + 2) {
            throw new StoreException.Damaged("a BATCH record of " + length + " bytes", null);
        }
        int position = sideData + 2 + body.getUnsignedShort(index + sideData);
        if (position > length) {
            throw new StoreException.Damaged(
                    "side data of a BATCH record ends at " + position + " of " + length + " bytes", null);
        }
        return position;
    }
}
