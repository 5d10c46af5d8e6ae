/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.client.transport;

import io.netty.channel.Channel;
import io.netty.channel.EventLoop;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.util.concurrent.FastThreadLocalThread;
import io.netty.util.concurrent.Future;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A client's own threads: everything that owns state runs on one of these loops, and nothing on them blocks. Epoll where the
 * system has it: it waits to the microsecond, where NIO waits in ms and spins through the half of one that is left before each
 * delayed task, which doubles what the loop of a producer costs that gathers records for 2 ms at a time.
 */
public final class Loops {
    private static final Logger LOG = LoggerFactory.getLogger(Loops.class);
    private static final long QUIET_MILLIS = 0;
    private static final long STOP_MILLIS = 5_000;

    private final MultiThreadIoEventLoopGroup group;

    /**
     * Starts no thread before it is needed.
     *
     * @param threads at least 1
     */
    public Loops(int threads) {
        IoHandlerFactory handlers = Epoll.isAvailable() ? EpollIoHandler.newFactory() : NioIoHandler.newFactory();
        this.group = new MultiThreadIoEventLoopGroup(threads, new LoopThreads(), handlers);
    }

    /** What connections on these loops are. */
    static Class<? extends Channel> channel() {
        return Epoll.isAvailable() ? EpollSocketChannel.class : NioSocketChannel.class;
    }

    /** One of the loops, in turn. */
    public EventLoop next() {
        return group.next();
    }

    /**
     * Runs the task on the loop: at once if this is it, in the order of such calls otherwise.
     *
     * @return false if the loop has stopped, so that the task never runs
     */
    public static boolean run(EventLoop loop, Runnable task) {
        if (loop.inEventLoop()) {
            task.run();
            return true;
        }
        try {
            loop.execute(task);
            return true;
        } catch (RejectedExecutionException e) {
            LOG.debug("the client is closed, a task is dropped");
            return false;
        }
    }

    /** Runs the task on the loop after the delay, if the loop still runs then; what the task throws is logged. */
    public static void later(EventLoop loop, long delayNanos, Runnable task) {
        try {
            Future<?> unused = loop.schedule(() -> logged(task), delayNanos, TimeUnit.NANOSECONDS);
        } catch (RejectedExecutionException e) {
            LOG.debug("the client is closed, a delayed task is dropped");
        }
    }

    /** Whether the calling thread belongs to any client's loops. */
    public static boolean onLoop() {
        return Thread.currentThread() instanceof LoopThread;
    }

    /** Stops all loops; the future completes when their threads have ended. */
    public CompletableFuture<Void> close() {
        CompletableFuture<Void> closed = new CompletableFuture<>();
        group.shutdownGracefully(QUIET_MILLIS, STOP_MILLIS, TimeUnit.MILLISECONDS)
                .addListener(done -> closed.complete(null));
        return closed;
    }

    private static void logged(Runnable task) {
        try {
            task.run();
        } catch (RuntimeException e) {
            LOG.error("a delayed task of the client failed", e);
        }
    }

    private static final class LoopThread extends FastThreadLocalThread {
        LoopThread(Runnable task, String name) {
            super(task, name);
        }
    }

    private static final class LoopThreads implements ThreadFactory {
        private static final AtomicInteger COUNT = new AtomicInteger();

        @Override
        public Thread newThread(Runnable task) {
            Thread thread = new LoopThread(task, "varve-client-" + COUNT.incrementAndGet());
            // A forgotten client must not keep a program alive.
            thread.setDaemon(true);
            return thread;
        }
    }
}
