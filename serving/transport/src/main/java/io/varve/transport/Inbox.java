/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.transport;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.ByteToMessageDecoder;
import io.varve.protocol.error.VarveException;
import io.varve.protocol.frame.Frame;
import io.varve.protocol.frame.FrameCodec;
import io.varve.protocol.frame.FrameHeader;
import org.jspecify.annotations.Nullable;

/**
 * What a client has sent and nobody has looked at yet. Frames are cut only when asked for, so that a connection that has to
 * wait leaves the rest here: at most a part of one frame and what one read brought. Owned by the connection's loop.
 */
final class Inbox implements AutoCloseable {
    private ByteBuf received = Unpooled.EMPTY_BUFFER;

    /** Adds what was read; takes ownership. */
    void add(ByteBufAllocator allocator, ByteBuf more) {
        // Payloads are slices of this buffer: while one is held its bytes must stay where they are.
        if (received.refCnt() == 1) {
            received.discardSomeReadBytes();
        }
        received = ByteToMessageDecoder.MERGE_CUMULATOR.cumulate(allocator, received, more);
    }

    /**
     * The header of the next frame if all of the frame is here, else null.
     *
     * @throws VarveException when the stream can't be understood any more; known from the header alone, so no client makes a
     *     broker gather bytes that it won't accept
     */
    @Nullable
    FrameHeader peek() {
        FrameHeader header = FrameCodec.header(received, FrameCodec.MAX_FRAME_BYTES);
        return header == null || received.readableBytes() < header.frameBytes() ? null : header;
    }

    /**
     * Bytes of the next frame, header included, if its header is here and not all of the rest; else 0.
     *
     * @throws VarveException as {@link #peek}
     */
    int unfinishedFrameBytes() {
        FrameHeader header = FrameCodec.header(received, FrameCodec.MAX_FRAME_BYTES);
        return header == null || received.readableBytes() >= header.frameBytes() ? 0 : header.frameBytes();
    }

    /**
     * The frame whose header was peeked; the caller owns its payload.
     *
     * @throws VarveException as {@link FrameCodec#decode}
     */
    Frame take(FrameHeader header) {
        return FrameCodec.decode(header, received);
    }

    /** Drops what was received. */
    @Override
    public void close() {
        received.release();
        received = Unpooled.EMPTY_BUFFER;
    }
}
