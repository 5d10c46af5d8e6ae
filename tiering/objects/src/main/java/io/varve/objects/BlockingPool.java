/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.objects;

import io.varve.protocol.error.StoreException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A few named threads for calls that block, with a bounded queue: at the bound a call fails with {@code Unavailable} at once,
 * before anything was done.
 */
public final class BlockingPool implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(BlockingPool.class);
    private static final int CLOSE_SECONDS = 30;

    private final String name;
    private final Function<Throwable, StoreException> translate;
    private final ExecutorService threads;
    private final BlockingQueue<Runnable> queue;

    /**
     * A pool whose threads are daemons named {@code name-0}, {@code name-1} and so on.
     *
     * @param threads how many calls run at a time
     * @param queued how many calls may wait
     * @param translate what a call's failure becomes, unless it is a {@link StoreException} already
     */
    public BlockingPool(String name, int threads, int queued, Function<Throwable, StoreException> translate) {
        this.name = name;
        this.translate = translate;
        AtomicInteger count = new AtomicInteger();
        this.queue = new ArrayBlockingQueue<>(queued);
        ThreadPoolExecutor pool = new ThreadPoolExecutor(threads, threads, 10, TimeUnit.SECONDS, queue, task -> {
            Thread thread = new Thread(task, name + "-" + count.getAndIncrement());
            thread.setDaemon(true);
            return thread;
        });
        pool.allowCoreThreadTimeOut(true);
        this.threads = pool;
    }

    /**
     * A pool on threads that were made elsewhere, for a simulation whose only thread is its own. It shuts them down when it is
     * closed; what waits for them then is their affair.
     */
    public BlockingPool(String name, ExecutorService threads, Function<Throwable, StoreException> translate) {
        this.name = name;
        this.translate = translate;
        this.queue = new ArrayBlockingQueue<>(1);
        this.threads = threads;
    }

    /** Runs the task on one of the threads; the future completes there and fails with {@link StoreException} only. */
    public <T> CompletableFuture<T> call(Callable<T> task) {
        Call<T> call = new Call<>(task);
        try {
            threads.execute(call);
        } catch (RejectedExecutionException e) {
            call.refuse();
        }
        return call.result;
    }

    /**
     * Waits for a future of a store and gives its result, or throws its {@link StoreException}. Only for threads that may
     * block, such as those of a pool like this one, and never for a future that the same pool has to complete.
     */
    public static <T> T await(CompletableFuture<T> future) {
        try {
            return future.join();
        } catch (CompletionException e) {
            if (Failures.cause(e) instanceof StoreException failure) {
                throw failure;
            }
            throw e;
        }
    }

    /** Fails what waits with {@code Unavailable} and waits for what runs; later calls fail. */
    @Override
    public void close() {
        threads.shutdown();
        List<Runnable> waiting = new ArrayList<>();
        queue.drainTo(waiting);
        waiting.forEach(task -> ((Call<?>) task).refuse());
        try {
            if (!threads.awaitTermination(CLOSE_SECONDS, TimeUnit.SECONDS)) {
                LOG.warn("calls still run after {} s of closing; pool={}", CLOSE_SECONDS, name);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private final class Call<T> implements Runnable {
        private final Callable<T> task;
        private final CompletableFuture<T> result = new CompletableFuture<>();

        private Call(Callable<T> task) {
            this.task = task;
        }

        @Override
        public void run() {
            T value;
            try {
                value = task.call();
            } catch (StoreException e) {
                result.completeExceptionally(e);
                return;
            } catch (Throwable e) {
                result.completeExceptionally(translate.apply(e));
                return;
            }
            result.complete(value);
        }

        private void refuse() {
            String why = threads.isShutdown() ? "is closed" : "has too many calls waiting";
            result.completeExceptionally(new StoreException.Unavailable(name + " " + why, null));
        }
    }
}
