/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.transport;

import io.netty.channel.EventLoop;
import io.netty.util.concurrent.Future;
import io.varve.log.Loop;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A Netty event loop as the loop of shards: what runs there meets no other thread. A task that throws is a defect, which Netty
 * would tell nobody of when it was scheduled.
 */
public final class NettyLoop implements Loop {
    private static final Logger LOG = LoggerFactory.getLogger(NettyLoop.class);

    private final EventLoop eventLoop;
    private final Consumer<VirtualMachineError> onExhausted;

    /**
     * Wraps a running event loop; who made it also stops it.
     *
     * @param onExhausted told, on the loop, that a task ran out of memory or stack: whatever it was at may be half done
     */
    public NettyLoop(EventLoop eventLoop, Consumer<VirtualMachineError> onExhausted) {
        this.eventLoop = eventLoop;
        this.onExhausted = onExhausted;
    }

    @Override
    public void execute(Runnable task) {
        eventLoop.execute(() -> run(task));
    }

    @Override
    public Timer schedule(Runnable task, long delay, TimeUnit unit) {
        Future<?> scheduled = eventLoop.schedule(() -> run(task), delay, unit);
        return () -> scheduled.cancel(false);
    }

    private void run(Runnable task) {
        try {
            task.run();
        } catch (VirtualMachineError e) {
            onExhausted.accept(e);
        } catch (RuntimeException | Error e) {
            LOG.error("defect in a task of {}", this, e);
        }
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
