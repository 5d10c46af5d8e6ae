/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.client.transport;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageDecoder;
import io.varve.protocol.frame.FrameCodec;
import io.varve.protocol.frame.FrameHeader;
import java.util.List;

/** Cuts what arrives into frames. A frame that makes no sense ends the connection: a broker that sends one can't be trusted. */
final class FrameDecoder extends ByteToMessageDecoder {
    @Override
    protected void decode(ChannelHandlerContext context, ByteBuf in, List<Object> out) {
        FrameHeader header = FrameCodec.header(in, FrameCodec.MAX_FRAME_BYTES);
        if (header != null && in.readableBytes() >= header.frameBytes()) {
            out.add(FrameCodec.decode(header, in));
        }
    }
}
