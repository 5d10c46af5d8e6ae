/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.client.transport;

import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import io.varve.protocol.frame.Frame;
import io.varve.protocol.frame.FrameCodec;

/** Writes frames without copying their payloads. */
final class FrameEncoder extends ChannelOutboundHandlerAdapter {
    @Override
    public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
        // The promise tells the outcome.
        ChannelFuture unused = context.write(FrameCodec.encode(context.alloc(), (Frame) message), promise);
    }
}
