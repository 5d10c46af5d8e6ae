/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.shard;

import io.varve.log.Loop;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A loop on a thread of its own: the tierer and the cold reader have threads too. */
final class ThreadLoop implements Loop, AutoCloseable {
    private volatile @Nullable Thread thread;
    private final ScheduledExecutorService executor = new ScheduledThreadPoolExecutor(1, task -> {
        Thread started = new Thread(task, "shard-loop");
        started.setDaemon(true);
        thread = started;
        return started;
    });

    @Override
    public void execute(Runnable task) {
        executor.execute(task);
    }

    @Override
    public Timer schedule(Runnable task, long delay, TimeUnit unit) {
        ScheduledFuture<?> scheduled = executor.schedule(task, delay, unit);
        return () -> scheduled.cancel(false);
    }

    @Override
    public long nanoTime() {
        return System.nanoTime();
    }

    @Override
    public boolean inLoop() {
        return Thread.currentThread() == thread;
    }

    @Override
    public void close() {
        executor.shutdownNow();
    }
}
