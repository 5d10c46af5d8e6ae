/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.http.job;

import io.varve.protocol.error.ErrorCode;
import io.varve.protocol.error.VarveException;
import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** A few threads for what blocks, and a bounded number of tasks that wait for one. */
public final class Threads {
    private final ThreadPoolExecutor pool;
    private final int mostWaiting;

    /** Threads with names that begin so; they end when there is nothing to do. */
    public Threads(String name, int threads, int mostWaiting) {
        this.mostWaiting = mostWaiting;
        AtomicInteger count = new AtomicInteger();
        pool = new ThreadPoolExecutor(
                threads, threads, 30, TimeUnit.SECONDS, new ArrayBlockingQueue<>(mostWaiting), task -> {
                    Thread thread = new Thread(task, name + count.incrementAndGet());
                    thread.setDaemon(true);
                    return thread;
                });
        pool.allowCoreThreadTimeOut(true);
    }

    /**
     * Runs a task as soon as there is a thread.
     *
     * @throws VarveException BUSY if too many wait, or when it is closed
     */
    public void execute(Runnable task) {
        try {
            pool.execute(task);
        } catch (RejectedExecutionException e) {
            throw new VarveException(ErrorCode.BUSY, mostWaiting + " replays wait for a thread, which is the limit", e);
        }
    }

    /** The result of a task; fails with BUSY if too many wait, and with what the task throws. */
    public <T> CompletableFuture<T> call(Callable<T> task) {
        CompletableFuture<T> done = new CompletableFuture<>();
        try {
            execute(() -> {
                try {
                    done.complete(task.call());
                } catch (Exception e) {
                    done.completeExceptionally(e);
                }
            });
        } catch (VarveException e) {
            done.completeExceptionally(e);
        }
        return done;
    }

    /** Takes no more tasks, and waits so long for those it has. */
    public void close(Duration patience) {
        pool.shutdown();
        try {
            boolean unused = pool.awaitTermination(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
