/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.transport;

import io.netty.channel.EventLoop;
import io.netty.util.concurrent.Future;
import io.varve.log.Loop;
import java.util.concurrent.TimeUnit;

/** A Netty event loop as the loop of shards: what runs there meets no other thread. */
public final class NettyLoop implements Loop {
    private final EventLoop eventLoop;

    /** Wraps a running event loop; who made it also stops it. */
    public NettyLoop(EventLoop eventLoop) {
        this.eventLoop = eventLoop;
    }

    @Override
    public void execute(Runnable task) {
        eventLoop.execute(task);
    }

    @Override
    public Timer schedule(Runnable task, long delay, TimeUnit unit) {
        Future<?> scheduled = eventLoop.schedule(task, delay, unit);
        return () -> scheduled.cancel(false);
    }

    @Override
    public long nanoTime() {
        return System.nanoTime();
    }

    @Override
    public boolean inLoop() {
        return eventLoop.inEventLoop();
    }

    @Override
    public String toString() {
        return "NettyLoop[" + eventLoop + "]";
    }
}
