/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.client.transport;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.handler.timeout.IdleStateHandler;
import io.varve.protocol.error.ErrorCode;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

/** Opens connections: name lookup, socket, handshake. May be used from any thread. */
final class Connector {
    /** The JDK's name lookup blocks, so it has a thread of its own each time; a pool asks for one at a time and address. */
    private static final Executor LOOKUP = lookup -> {
        Thread thread = new Thread(lookup, "varve-client-lookup");
        thread.setDaemon(true);
        thread.start();
    };

    private final Loops loops;
    private final ConnectionOptions options;

    Connector(Loops loops, ConnectionOptions options) {
        this.loops = loops;
        this.options = options;
    }

    /** A new connection after its handshake; fails with a {@link CallException}. */
    CompletableFuture<Connection> connect(Address address) {
        return CompletableFuture.supplyAsync(() -> resolve(address), LOOKUP)
                .thenCompose(socket -> open(address, socket));
    }

    private static InetSocketAddress resolve(Address address) {
        try {
            return new InetSocketAddress(InetAddress.getByName(address.host()), address.port());
        } catch (UnknownHostException e) {
            throw new CompletionException(
                    CallException.notSent(ErrorCode.UNREACHABLE, "server " + address + ": unknown host", e));
        }
    }

    private CompletableFuture<Connection> open(Address address, InetSocketAddress socket) {
        CompletableFuture<Connection> opened = new CompletableFuture<>();
        ChannelFuture connecting = new Bootstrap()
                .group(loops.next())
                .channel(Loops.channel())
                .option(ChannelOption.TCP_NODELAY, true)
                .option(ChannelOption.SO_KEEPALIVE, true)
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, (int)
                        options.connectTimeout().toMillis())
                .handler(new ChannelInitializer<Channel>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        channel.pipeline()
                                .addLast(new FrameDecoder())
                                .addLast(new FrameEncoder())
                                .addLast(new IdleStateHandler(
                                        options.idleTimeout().toMillis(), 0, 0, TimeUnit.MILLISECONDS))
                                .addLast(new ConnectionHandler(address, options, opened));
                    }
                })
                .connect(socket);
        if (connecting.isDone()) {
            // Loops that have stopped don't call listeners either.
            connected(connecting, address, opened);
        } else {
            connecting.addListener((ChannelFutureListener) connected -> connected(connected, address, opened));
        }
        return opened;
    }

    private static void connected(ChannelFuture connected, Address address, CompletableFuture<Connection> opened) {
        Throwable cause = connected.cause();
        if (cause != null) {
            String why = cause instanceof IOException ? String.valueOf(cause.getMessage()) : cause.toString();
            opened.completeExceptionally(
                    CallException.notSent(ErrorCode.UNREACHABLE, "server " + address + ": " + why, cause));
        }
    }
}
