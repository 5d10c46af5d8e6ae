/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.transport;

import io.netty.channel.EventLoopGroup;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.ServerChannel;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** The threads of a broker: connections and shards are spread over them. Epoll where the system has it, else NIO. */
public final class EventLoops implements AutoCloseable {
    private static final int STOP_TIMEOUT_SECONDS = 5;

    private final EventLoopGroup group;
    private final Consumer<VirtualMachineError> onExhausted;

    /**
     * Starts {@code threads} loops, at least 1, whose threads are named {@code name}-1-N.
     *
     * @param onExhausted told, on the loop, that a task ran out of memory or stack: whatever it was at may be half done
     */
    public EventLoops(String name, int threads, Consumer<VirtualMachineError> onExhausted) {
        this.onExhausted = onExhausted;
        IoHandlerFactory handlers = Epoll.isAvailable() ? EpollIoHandler.newFactory() : NioIoHandler.newFactory();
        group = new MultiThreadIoEventLoopGroup(threads, new DefaultThreadFactory(name, true), handlers);
    }

    /** One of the loops, each in turn. */
    public NettyLoop next() {
        return new NettyLoop(group.next(), onExhausted);
    }

    EventLoopGroup group() {
        return group;
    }

    static Class<? extends ServerChannel> serverChannel() {
        return Epoll.isAvailable() ? EpollServerSocketChannel.class : NioServerSocketChannel.class;
    }

    /** Stops the threads after what they were given already; waits some seconds for that. */
    @Override
    public void close() {
        group.shutdownGracefully(0, STOP_TIMEOUT_SECONDS, TimeUnit.SECONDS).awaitUninterruptibly();
    }
}
