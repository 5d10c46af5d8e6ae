/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.objects.format;

import io.netty.buffer.ByteBuf;
import io.varve.protocol.checksum.Crc32c;
import io.varve.protocol.error.StoreException;

/**
 * The last 64 bytes of an object; what is needed to find everything else.
 *
 * <pre>
 *   0 sectionTablePosition u64
 *   8 sectionTableLength u32
 *  12 sectionTableCrc u32       CRC32C of the section table
 *  16 totalLength u64           of the whole object, this footer included
 *  24 dataLength u64
 *  32 directoryPosition u64     from here to the end lies what a reader needs before it reads data
 *  40 dataCrc u32               CRC32C of the blocks' CRCs, 4 bytes each, in order
 *  44 featureLevel u16
 *  46 version u8 = 1
 *  47 reserved 5 = 0
 *  52 crc u32                   CRC32C of bytes 0 to 51
 *  56 magic "VARVEEND"
 * </pre>
 */
record ObjectFooter(
        long sectionTablePosition,
        int sectionTableLength,
        int sectionTableCrc,
        long totalLength,
        long dataLength,
        long directoryPosition,
        int dataCrc,
        int featureLevel) {
    static final int BYTES = 64;
    static final int VERSION = 1;
    static final int FEATURE_LEVEL = 1;

    private static final long MAGIC = 0x5641525645454E44L;
    private static final int CRC_POSITION = 52;

    void encode(ByteBuf out) {
        int start = out.writerIndex();
        out.writeLong(sectionTablePosition).writeInt(sectionTableLength).writeInt(sectionTableCrc);
        out.writeLong(totalLength)
                .writeLong(dataLength)
                .writeLong(directoryPosition)
                .writeInt(dataCrc);
        out.writeShort(featureLevel).writeByte(VERSION).writeZero(5);
        out.writeInt(Crc32c.of(out, start, CRC_POSITION)).writeLong(MAGIC);
    }

    /** Reads the footer that ends at the writer index of {@code tail}; borrows it and moves no index. */
    static ObjectFooter ofTail(ByteBuf tail) {
        if (tail.readableBytes() < BYTES) {
            throw new StoreException.Damaged(
                    "has " + tail.readableBytes() + " bytes, fewer than its footer of " + BYTES, null);
        }
        ByteBuf in = tail.slice(tail.writerIndex() - BYTES, BYTES);
        long magic = in.getLong(BYTES - Long.BYTES);
        int crc = Crc32c.of(in, 0, CRC_POSITION);
        if (magic != MAGIC || crc != in.getInt(CRC_POSITION)) {
            throw new StoreException.Damaged("doesn't end with the footer of an object", null);
        }
        ObjectFooter footer = new ObjectFooter(
                in.readLong(),
                in.readInt(),
                in.readInt(),
                in.readLong(),
                in.readLong(),
                in.readLong(),
                in.readInt(),
                in.readUnsignedShort());
        int version = in.readUnsignedByte();
        if (version != VERSION) {
            throw new StoreException.Damaged(
                    "is of format version " + version + "; this version of the software reads " + VERSION, null);
        }
        Rows.readReserved(in, 5);
        return footer;
    }
}
