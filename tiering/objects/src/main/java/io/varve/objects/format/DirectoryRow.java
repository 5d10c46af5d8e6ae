/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.objects.format;

import io.netty.buffer.ByteBuf;
import java.util.UUID;

/**
 * What an object holds of one lane of a partition: its data is one contiguous range, its blocks and leader epochs are ranges
 * of their tables. Enough for retention by time and bytes without reading anything else.
 *
 * <pre>
 *   0 topicId 16
 *  16 partition u32
 *  20 lane u8, flags u8 = 0, reserved u16 = 0
 *  24 firstOffset i64
 *  32 endOffset i64
 *  40 recordCount i64
 *  48 dataPosition u64
 *  56 dataLength u64
 *  64 minTimestamp i64, maxTimestamp i64, minAppendMs i64, maxAppendMs i64
 *  96 batchCount u32
 * 100 firstBlock u32
 * 104 blockCount u32
 * 108 firstLeaderEpoch u32      index of a row of LEADER_EPOCHS
 * 112 leaderEpochCount u32
 * 116 keyId u32                 encryption key, 0 none
 * 120 reserved u64 = 0
 * </pre>
 *
 * @param lane which run of offsets
 * @param firstOffset inclusive
 * @param endOffset exclusive
 * @param recordCount records; fewer than offsets once compaction has removed some
 * @param dataPosition where the data begins in the object
 * @param dataLength bytes of the data
 * @param times of all its batches
 * @param batchCount batches, at least 1
 * @param firstBlock index of its first block
 * @param blockCount its blocks, at least 1
 * @param firstLeaderEpoch index of its first leader epoch
 * @param leaderEpochCount its leader epochs, at least 1
 * @param keyId the key that the data is encrypted with, 0 for none
 */
public record DirectoryRow(
        PartitionLane lane,
        long firstOffset,
        long endOffset,
        long recordCount,
        long dataPosition,
        long dataLength,
        Times times,
        int batchCount,
        int firstBlock,
        int blockCount,
        int firstLeaderEpoch,
        int leaderEpochCount,
        int keyId) {
    static final int BYTES = 128;

    /** Index of the block after its last one. */
    public int endBlock() {
        return firstBlock + blockCount;
    }

    /** Position after its last byte. */
    public long dataEnd() {
        return dataPosition + dataLength;
    }

    /** Whether the offset lies in its range. */
    public boolean holds(long offset) {
        return offset >= firstOffset && offset < endOffset;
    }

    void encode(ByteBuf out) {
        out.writeLong(lane.topicId().getMostSignificantBits())
                .writeLong(lane.topicId().getLeastSignificantBits());
        out.writeInt(lane.partition()).writeByte(lane.lane()).writeZero(3);
        out.writeLong(firstOffset).writeLong(endOffset).writeLong(recordCount);
        out.writeLong(dataPosition).writeLong(dataLength);
        times.encode(out);
        out.writeInt(batchCount).writeInt(firstBlock).writeInt(blockCount);
        out.writeInt(firstLeaderEpoch)
                .writeInt(leaderEpochCount)
                .writeInt(keyId)
                .writeZero(8);
    }

    static DirectoryRow read(ByteBuf in) {
        UUID topicId = new UUID(in.readLong(), in.readLong());
        PartitionLane lane = new PartitionLane(topicId, in.readInt(), in.readUnsignedByte());
        Rows.readReserved(in, 3);
        DirectoryRow row = new DirectoryRow(
                lane,
                in.readLong(),
                in.readLong(),
                in.readLong(),
                in.readLong(),
                in.readLong(),
                Times.read(in),
                in.readInt(),
                in.readInt(),
                in.readInt(),
                in.readInt(),
                in.readInt(),
                in.readInt());
        Rows.readReserved(in, 8);
        return row;
    }
}
