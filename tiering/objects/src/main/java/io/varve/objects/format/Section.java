/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.objects.format;

import io.netty.buffer.ByteBuf;

/**
 * A row of the section table: what lies where behind the data.
 *
 * <pre>
 *   0 type u16
 *   2 version u8
 *   3 flags u8                  bit 0 MUST_UNDERSTAND: a reader that doesn't know the type refuses the object
 *   4 position u64
 *  12 length u64
 *  20 crc u32                   CRC32C of the section's bytes
 * </pre>
 *
 * @param type one of the constants here, or unknown and skipped
 * @param version version of the section's content
 * @param flags see above
 * @param position where it begins in the object
 * @param length its bytes
 * @param crc CRC32C of its bytes
 */
public record Section(int type, int version, int flags, long position, long length, int crc) {
    /** Facts about single batches that the batches themselves don't carry: {@link SideDataRow}. Only if there are any. */
    public static final int SIDE_DATA = 1;
    /** Which partitions: {@link DirectoryRow}. */
    public static final int DIRECTORY = 2;
    /** {@link Block} rows. */
    public static final int BLOCK_INDEX = 3;
    /** Reserved: finer steps of time than the block index has. */
    public static final int TIME_INDEX = 4;
    /** Reserved: aborted transactions. */
    public static final int ABORTED = 5;
    /** Reserved: the producers of a partition. */
    public static final int PRODUCERS = 6;
    /** {@link LeaderEpoch} rows. */
    public static final int LEADER_EPOCHS = 7;
    /** Reserved: sections of a shard's state. */
    public static final int STATE = 8;
    /** {@link ObjectMeta}. */
    public static final int META = 9;

    static final int MUST_UNDERSTAND = 1;
    static final int BYTES = 24;
    static final int VERSION = 1;

    /** Position after its last byte. */
    public long end() {
        return position + length;
    }

    void encode(ByteBuf out) {
        out.writeShort(type).writeByte(version).writeByte(flags);
        out.writeLong(position).writeLong(length).writeInt(crc);
    }

    static Section read(ByteBuf in) {
        return new Section(
                in.readUnsignedShort(),
                in.readUnsignedByte(),
                in.readUnsignedByte(),
                in.readLong(),
                in.readLong(),
                in.readInt());
    }
}
