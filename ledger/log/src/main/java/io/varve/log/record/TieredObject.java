/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.log.record;

import io.netty.buffer.ByteBuf;

/**
 * A verified object in object storage. Which partitions and offsets it holds stands in its directory, not in the log: a
 * shard of thousands of partitions would otherwise log as many ranges with each segment.
 *
 * @param key its full key, never used again
 * @param bytes its size
 * @param firstSequence lowest log sequence of a batch in it
 * @param endSequence one above the highest
 * @param level 0 as tiered; each merge raises it
 * @param directoryPosition where its directory begins
 * @param directoryLength bytes of the directory
 * @param directoryCrc CRC32C of the directory
 * @param minAppendMs lowest append time of a batch in it
 * @param maxAppendMs highest append time
 */
public record TieredObject(
        String key,
        long bytes,
        long firstSequence,
        long endSequence,
        int level,
        long directoryPosition,
        int directoryLength,
        int directoryCrc,
        long minAppendMs,
        long maxAppendMs) {
    /** Appends the fields; a section's image may use them too. */
    public void encode(ByteBuf out) {
        Fields.writeString(out, key);
        out.writeLong(bytes).writeLong(firstSequence).writeLong(endSequence).writeByte(level);
        out.writeLong(directoryPosition).writeInt(directoryLength).writeInt(directoryCrc);
        out.writeLong(minAppendMs).writeLong(maxAppendMs);
    }

    /** Reads the fields and moves the reader index behind them; throws IndexOutOfBoundsException when they are cut off. */
    public static TieredObject read(ByteBuf in) {
        return new TieredObject(
                Fields.readString(in),
                in.readLong(),
                in.readLong(),
                in.readLong(),
                in.readUnsignedByte(),
                in.readLong(),
                in.readInt(),
                in.readInt(),
                in.readLong(),
                in.readLong());
    }
}
