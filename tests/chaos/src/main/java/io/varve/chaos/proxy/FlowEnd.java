/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.chaos.proxy;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One side of a connection: the source of one flow and the sink of the other. */
final class FlowEnd extends ChannelInboundHandlerAdapter {
    private static final Logger LOG = LoggerFactory.getLogger(FlowEnd.class);

    private final @Nullable Flow from;
    private final @Nullable Flow to;

    /** A side that is being connected. */
    FlowEnd() {
        this.from = null;
        this.to = null;
    }

    FlowEnd(Flow from, Flow to) {
        this.from = from;
        this.to = to;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        if (from != null) {
            from.add((ByteBuf) message);
        } else {
            ((ByteBuf) message).release();
        }
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext context) {
        if (to != null) {
            to.pump();
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        if (from != null) {
            from.end();
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        // Resets are what this is about; the other side hears of it when this one is inactive.
        LOG.debug("connection ended", cause);
        ChannelFuture unused = context.close();
    }
}
