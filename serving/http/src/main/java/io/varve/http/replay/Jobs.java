/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.http.replay;

import io.varve.http.call.Problem;
import io.varve.protocol.error.ErrorCode;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The replays that were started here: some run, some wait, the last that ended are remembered. They live as long as this
 * process. Its monitor guards the table; nobody waits under it.
 */
public final class Jobs implements AutoCloseable {
    private static final int MOST_RUNNING = 2;
    private static final int MOST_WAITING = 16;
    private static final int MOST_PLANNING = 64;
    private static final int MOST_REMEMBERED = 200;

    private final Map<String, Job> jobs = new LinkedHashMap<>();
    private final ThreadPoolExecutor runners = pool("varve-replay-", MOST_RUNNING, MOST_WAITING);
    private final ThreadPoolExecutor planners = pool("varve-replay-plan-", MOST_RUNNING, MOST_PLANNING);

    /** Does what blocks on a thread for that; fails with BUSY if too many wait for one. */
    <T> CompletableFuture<T> plan(Callable<T> work) {
        CompletableFuture<T> done = new CompletableFuture<>();
        try {
            planners.execute(() -> {
                try {
                    done.complete(work.call());
                } catch (Exception e) {
                    done.completeExceptionally(e);
                }
            });
        } catch (RejectedExecutionException e) {
            done.completeExceptionally(busy("being planned", MOST_PLANNING));
        }
        return done;
    }

    /** Remembers a job, and forgets the oldest that are over instead. */
    synchronized void remember(Job job) {
        Iterator<Job> oldest = jobs.values().iterator();
        while (jobs.size() >= MOST_REMEMBERED && oldest.hasNext()) {
            if (oldest.next().isOver()) {
                oldest.remove();
            }
        }
        jobs.put(job.id(), job);
    }

    /** Remembers a job and runs it as soon as there is room; BUSY if too many wait. */
    void start(TopicJob job) {
        remember(job);
        try {
            runners.execute(job);
        } catch (RejectedExecutionException e) {
            synchronized (this) {
                jobs.remove(job.id());
            }
            throw busy("waiting", MOST_WAITING);
        }
    }

    /** Those that are remembered, the oldest first. */
    synchronized List<Job> all() {
        return List.copyOf(jobs.values());
    }

    synchronized Optional<Job> find(String id) {
        return Optional.ofNullable(jobs.get(id));
    }

    /** Stops all of them. */
    @Override
    public void close() {
        synchronized (this) {
            jobs.values().forEach(Job::stop);
        }
        runners.shutdown();
        planners.shutdown();
    }

    private static Problem busy(String what, int limit) {
        return new Problem(ErrorCode.BUSY, limit + " replays are " + what + ", which is the limit");
    }

    private static ThreadPoolExecutor pool(String name, int threads, int queue) {
        AtomicInteger count = new AtomicInteger();
        ThreadPoolExecutor pool = new ThreadPoolExecutor(
                threads, threads, 30, TimeUnit.SECONDS, new ArrayBlockingQueue<>(queue), task -> {
                    Thread thread = new Thread(task, name + count.incrementAndGet());
                    thread.setDaemon(true);
                    return thread;
                });
        pool.allowCoreThreadTimeOut(true);
        return pool;
    }
}
