/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.objects.format;

import io.netty.buffer.ByteBuf;

/**
 * A run of whole batches of one lane of a partition, of about 1 MiB: the unit that is read and checked. Never of two lanes.
 *
 * <pre>
 *   0 firstOffset i64
 *   8 position u64
 *  16 length u32
 *  20 recordCount u32
 *  24 minTimestamp i64, maxTimestamp i64, minAppendMs i64, maxAppendMs i64
 *  56 crc u32                   CRC32C of the block's bytes
 *  60 reserved u32 = 0
 * </pre>
 *
 * @param firstOffset offset of its first record
 * @param position where it begins in the object
 * @param length its bytes, at least 1
 * @param recordCount its records
 * @param times of its batches
 * @param crc CRC32C of its bytes
 */
public record Block(long firstOffset, long position, int length, int recordCount, Times times, int crc) {
    static final int BYTES = 64;

    /** Position after its last byte. */
    public long end() {
        return position + length;
    }

    void encode(ByteBuf out) {
        out.writeLong(firstOffset).writeLong(position).writeInt(length).writeInt(recordCount);
        times.encode(out);
        out.writeInt(crc).writeZero(4);
    }

    static Block read(ByteBuf in) {
        Block block = new Block(in.readLong(), in.readLong(), in.readInt(), in.readInt(), Times.read(in), in.readInt());
        Rows.readReserved(in, 4);
        return block;
    }
}
