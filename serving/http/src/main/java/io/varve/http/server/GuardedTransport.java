/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.http.server;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.vertx.core.impl.transports.NioTransport;
import io.vertx.core.net.TcpConfig;
import io.vertx.core.transport.Transport;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * NIO that tells of a connection when it is accepted. Vert.x tells of one when the head of its first request is there, since only
 * then it knows which protocol is spoken; who never gets so far would be nobody's.
 */
final class GuardedTransport extends NioTransport implements Transport {
    private final Consumer<Channel> opened;

    /** Tells this one, on the connection's loop, before anything is read. */
    GuardedTransport(Consumer<Channel> opened) {
        this.opened = opened;
    }

    @Override
    public String name() {
        return "nio";
    }

    @Override
    public boolean available() {
        return true;
    }

    @Override
    public @Nullable Throwable unavailabilityCause() {
        return null;
    }

    @Override
    public io.vertx.core.spi.transport.Transport implementation() {
        return this;
    }

    @Override
    public void configure(TcpConfig config, boolean isDomainSocket, ServerBootstrap bootstrap) {
        super.configure(config, isDomainSocket, bootstrap);
        bootstrap.handler(new Accepted());
    }

    /** In the pipeline of the listening socket, before what gives accepted ones to their loops. */
    private final class Accepted extends ChannelInboundHandlerAdapter {
        @Override
        public void channelRead(ChannelHandlerContext context, Object accepted) {
            ((Channel) accepted).pipeline().addLast(new Opened());
            context.fireChannelRead(accepted);
        }
    }

    private final class Opened extends ChannelInboundHandlerAdapter {
        @Override
        public void channelActive(ChannelHandlerContext context) {
            opened.accept(context.channel());
            context.fireChannelActive();
            context.pipeline().remove(this);
        }
    }
}
