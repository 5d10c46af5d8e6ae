/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.protocol.batch;

import com.github.luben.zstd.RecyclingBufferPool;
import com.github.luben.zstd.ZstdInputStreamNoFinalizer;
import com.github.luben.zstd.ZstdOutputStreamNoFinalizer;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufInputStream;
import io.netty.buffer.ByteBufOutputStream;
import io.varve.protocol.error.ErrorCode;
import io.varve.protocol.error.VarveException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import net.jpountz.lz4.LZ4FrameInputStream;
import net.jpountz.lz4.LZ4FrameOutputStream;
import net.jpountz.lz4.LZ4FrameOutputStream.BLOCKSIZE;
import org.xerial.snappy.SnappyOutputStream;

/** The codecs by their libraries, each loaded when first used. Nothing here is reached for uncompressed batches. */
final class Compression {
    private static final int BUFFER_BYTES = 8 << 10;

    private Compression() {}

    /** Appends {@code from} (borrowed; its reader index moves to its end) to {@code to} in compressed form. */
    static void compress(Codec codec, ByteBuf from, ByteBuf to) {
        try (OutputStream out = compressing(codec, new ByteBufOutputStream(to))) {
            from.readBytes(out, from.readableBytes());
        } catch (IOException e) {
            throw new IllegalStateException("compressing with " + codec + " into memory failed", e);
        }
    }

    /**
     * What the readable bytes of {@code from} (borrowed; its reader index moves) decompress to.
     *
     * @throws VarveException BATCH_TOO_LARGE if that is more than {@code maxBytes}, found without holding more than about as
     *     much; CORRUPT_BATCH if the bytes are not what the codec makes
     */
    static byte[] decompress(Codec codec, ByteBuf from, int maxBytes) {
        if (codec == Codec.SNAPPY) {
            return SnappyFrames.decompress(from, maxBytes);
        }
        byte[] bytes;
        try (InputStream in = decompressing(codec, new ByteBufInputStream(from))) {
            bytes = in.readNBytes(maxBytes + 1);
        } catch (IOException | RuntimeException e) {
            throw corrupt(codec, e);
        }
        if (bytes.length > maxBytes) {
            throw tooLarge(codec, maxBytes);
        }
        return bytes;
    }

    static VarveException tooLarge(Codec codec, int maxBytes) {
        return new VarveException(
                ErrorCode.BATCH_TOO_LARGE,
                codec + " batch decompresses to more than the limit of " + maxBytes + " bytes");
    }

    static VarveException corrupt(Codec codec, Exception cause) {
        return new VarveException(
                ErrorCode.CORRUPT_BATCH,
                "records can't be decompressed with " + codec + ": " + cause.getMessage(),
                cause);
    }

    private static OutputStream compressing(Codec codec, OutputStream out) throws IOException {
        return switch (codec) {
            case GZIP -> new GZIPOutputStream(out, BUFFER_BYTES);
            case SNAPPY -> new SnappyOutputStream(out);
            case LZ4 -> new LZ4FrameOutputStream(out, BLOCKSIZE.SIZE_64KB);
            case ZSTD -> new ZstdOutputStreamNoFinalizer(out, RecyclingBufferPool.INSTANCE);
            case NONE -> throw new IllegalArgumentException("nothing to compress with");
        };
    }

    private static InputStream decompressing(Codec codec, InputStream in) throws IOException {
        return switch (codec) {
            case GZIP -> new GZIPInputStream(in, BUFFER_BYTES);
            case LZ4 -> new LZ4FrameInputStream(in);
            case ZSTD -> new ZstdInputStreamNoFinalizer(in, RecyclingBufferPool.INSTANCE);
            case NONE, SNAPPY -> throw new IllegalArgumentException(codec + " is no stream");
        };
    }
}
