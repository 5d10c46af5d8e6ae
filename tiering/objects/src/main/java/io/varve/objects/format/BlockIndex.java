/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.objects.format;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.varve.protocol.checksum.Crc32c;
import java.util.List;
import java.util.OptionalInt;

/** The blocks of an object, in the order of its data. */
public final class BlockIndex {
    private final List<Block> blocks;

    BlockIndex(List<Block> blocks) {
        this.blocks = blocks;
    }

    /** How many blocks there are. */
    public int size() {
        return blocks.size();
    }

    /** The block of an index, from 0. */
    public Block get(int block) {
        return blocks.get(block);
    }

    /** Index of the last block of the row that begins at or before {@code offset}, which the row must hold. */
    public int blockOf(DirectoryRow row, long offset) {
        if (!row.holds(offset)) {
            throw new IllegalArgumentException("offset " + offset + " is outside " + row);
        }
        int low = row.firstBlock();
        int high = row.endBlock() - 1;
        while (low < high) {
            int middle = (low + high + 1) >>> 1;
            if (blocks.get(middle).firstOffset() <= offset) {
                low = middle;
            } else {
                high = middle - 1;
            }
        }
        return low;
    }

    /** Index of the row's first block that holds a record with a timestamp of at least {@code timeMs}. */
    public OptionalInt firstAtTime(DirectoryRow row, long timeMs) {
        for (int block = row.firstBlock(); block < row.endBlock(); block++) {
            if (blocks.get(block).times().maxTimestamp() >= timeMs) {
                return OptionalInt.of(block);
            }
        }
        return OptionalInt.empty();
    }

    /** Index after the last block, from {@code first} on and before {@code end}, that leaves their sum within {@code maxBytes}. */
    public int run(int first, int end, long maxBytes) {
        long limit = blocks.get(first).position() + maxBytes;
        int last = first + 1;
        while (last < end && blocks.get(last).end() <= limit) {
            last++;
        }
        return last;
    }

    /** CRC32C of the blocks' CRCs. */
    int crcOfCrcs() {
        ByteBuf crcs = Unpooled.buffer(blocks.size() * Integer.BYTES);
        blocks.forEach(block -> crcs.writeInt(block.crc()));
        return Crc32c.of(crcs, 0, crcs.readableBytes());
    }
}
