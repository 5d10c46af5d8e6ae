/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.http.server;

import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.impl.HttpServerConnection;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Cuts connections that only cost: those above the limit, and those without a request under way for too long, be it that nothing
 * comes or that a request's head comes byte by byte. From any thread.
 */
final class ConnectionGuard {
    private final int most;
    private final long idleNanos;
    private final Map<Channel, Use> open = new ConcurrentHashMap<>();

    ConnectionGuard(int most, Duration idle) {
        this.most = most;
        this.idleNanos = idle.toNanos();
    }

    /** Takes a new connection, of which nothing was read yet, or closes it. On its loop. */
    void opened(Channel channel) {
        if (open.size() >= most) {
            ChannelFuture unused = channel.close();
            return;
        }
        open.put(channel, new Use());
        channel.closeFuture().addListener(closed -> open.remove(channel));
    }

    /** A request's head is there. */
    void began(HttpConnection connection) {
        Use use = open.get(channel(connection));
        if (use != null) {
            use.requests.incrementAndGet();
        }
    }

    /** Its answer is out. */
    void ended(HttpConnection connection) {
        Use use = open.get(channel(connection));
        if (use != null) {
            use.sinceNanos = System.nanoTime();
            use.requests.decrementAndGet();
        }
    }

    /** How many there are. */
    int size() {
        return open.size();
    }

    /** Cuts those that are idle; to be called now and then. */
    void sweep() {
        long now = System.nanoTime();
        open.forEach((channel, use) -> {
            if (use.requests.get() == 0 && now - use.sinceNanos > idleNanos) {
                ChannelFuture unused = channel.close();
            }
        });
    }

    /** Every connection of this server has one: HTTP/1.1 and HTTP/2 alike. */
    private static Channel channel(HttpConnection connection) {
        return ((HttpServerConnection) connection).channelHandlerContext().channel();
    }

    private static final class Use {
        private final AtomicInteger requests = new AtomicInteger();
        private volatile long sinceNanos = System.nanoTime();
    }
}
