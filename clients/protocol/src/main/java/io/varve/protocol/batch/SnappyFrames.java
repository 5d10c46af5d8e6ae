/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.protocol.batch;

import io.netty.buffer.ByteBuf;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.xerial.snappy.Snappy;

/**
 * Reads snappy as Kafka's producers write it: the 16-byte header of xerial's snappy-java, then blocks of {length i32, snappy
 * block}. Producers in other languages also send one bare snappy block, which is read as well. The library's own stream would
 * allocate whatever size a block claims, up to 2 GiB for a few bytes; here the claim is held against the limit first.
 */
final class SnappyFrames {
    private static final byte[] MAGIC = {(byte) 0x82, 'S', 'N', 'A', 'P', 'P', 'Y', 0};
    private static final int HEADER_BYTES = 16;

    private SnappyFrames() {}

    /** Same promise as {@link Compression#decompress}. */
    static byte[] decompress(ByteBuf from, int maxBytes) {
        byte[] in = new byte[from.readableBytes()];
        from.readBytes(in);
        try {
            if (!startsWithMagic(in)) {
                return block(in, 0, in.length, 0, maxBytes);
            }
            return blocks(in, maxBytes);
        } catch (IOException e) {
            throw Compression.corrupt(Codec.SNAPPY, e);
        }
    }

    private static byte[] blocks(byte[] in, int maxBytes) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream(Math.min(maxBytes, 2 * in.length));
        int at = HEADER_BYTES;
        while (at < in.length) {
            int length = at + 4 <= in.length ? ByteBuffer.wrap(in).getInt(at) : -1;
            if (length < 0 || length > in.length - at - 4) {
                throw new IOException("block at byte " + at + " of " + in.length + " is cut off");
            }
            out.writeBytes(block(in, at + 4, length, out.size(), maxBytes));
            at += 4 + length;
        }
        return out.toByteArray();
    }

    private static byte[] block(byte[] in, int at, int length, int before, int maxBytes) throws IOException {
        int claimed = Snappy.uncompressedLength(in, at, length);
        if (claimed < 0 || claimed > maxBytes - before) {
            throw Compression.tooLarge(Codec.SNAPPY, maxBytes);
        }
        byte[] out = new byte[claimed];
        int written = Snappy.uncompress(in, at, length, out, 0);
        return written == claimed ? out : Arrays.copyOf(out, written);
    }

    private static boolean startsWithMagic(byte[] in) {
        return in.length >= HEADER_BYTES && Arrays.equals(in, 0, MAGIC.length, MAGIC, 0, MAGIC.length);
    }
}
