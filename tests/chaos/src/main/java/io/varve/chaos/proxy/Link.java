/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.chaos.proxy;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelOption;
import io.netty.channel.socket.nio.NioSocketChannel;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A connection to a proxy and the one that it is passed on to. Owned by the proxies' loop. */
final class Link {
    private static final Logger LOG = LoggerFactory.getLogger(Link.class);
    private static final int CONNECT_TIMEOUT_MS = 5_000;

    private final TcpProxy proxy;
    private final Channel client;
    private @Nullable Channel server;
    private @Nullable Flow requests;
    private @Nullable Flow answers;

    Link(TcpProxy proxy, Channel client) {
        this.proxy = proxy;
        this.client = client;
    }

    void connect(InetSocketAddress target) {
        ChannelFuture connecting = new Bootstrap()
                .group(client.eventLoop())
                .channel(NioSocketChannel.class)
                .option(ChannelOption.AUTO_READ, false)
                .option(ChannelOption.TCP_NODELAY, true)
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, CONNECT_TIMEOUT_MS)
                .handler(new FlowEnd())
                .connect(target);
        connecting.addListener(done -> {
            if (done.isSuccess() && client.isOpen()) {
                join(connecting.channel());
            } else {
                LOG.debug("nobody to pass a connection on to at {}", target, done.cause());
                ChannelFuture unused = connecting.channel().close();
                reset(client);
                proxy.ended(this);
            }
        });
    }

    private void join(Channel connected) {
        server = connected;
        requests = new Flow(proxy, Direction.REQUESTS, client, connected, this::close);
        answers = new Flow(proxy, Direction.ANSWERS, connected, client, this::serverEnded);
        client.pipeline().addLast(new FlowEnd(requests, answers));
        connected.pipeline().removeFirst();
        connected.pipeline().addLast(new FlowEnd(answers, requests));
        requests.open();
        answers.open();
    }

    /** Passes on what may be passed on now. */
    void pump() {
        if (requests != null && answers != null) {
            requests.pump();
            answers.pump();
        }
    }

    /** Both sides see a reset. */
    void reset() {
        proxy.wasReset();
        reset(client);
        if (server != null) {
            reset(server);
        }
        drop();
    }

    private static void reset(Channel channel) {
        channel.config().setOption(ChannelOption.SO_LINGER, 0);
        ChannelFuture unused = channel.close();
    }

    private void serverEnded() {
        proxy.targetEnded();
        close();
    }

    /** Both sides see the end. */
    void close() {
        ChannelFuture unused = client.close();
        if (server != null) {
            unused = server.close();
        }
        drop();
    }

    private void drop() {
        if (requests != null && answers != null) {
            requests.drop();
            answers.drop();
        }
        proxy.ended(this);
    }
}
