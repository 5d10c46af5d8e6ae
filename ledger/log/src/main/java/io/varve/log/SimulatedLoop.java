/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.log;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * The twin of a broker's event loop: a queue and a virtual clock, run by the caller's thread. Time passes only in
 * {@link #runFor} and {@link #runUntil}, and jumps from task to task, so that a run depends on nothing but its input. Several
 * parts may share one; not thread-safe.
 */
public final class SimulatedLoop implements Loop {
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    private final PriorityQueue<Task> tasks =
            new PriorityQueue<>(Comparator.comparingLong(Task::dueNanos).thenComparingLong(Task::order));
    private long nowNanos;
    private long nextOrder;
    private boolean running;

    @Override
    public void execute(Runnable task) {
        tasks.add(new Task(task, nowNanos, nextOrder++));
    }

    @Override
    public Timer schedule(Runnable task, long delay, TimeUnit unit) {
        Task scheduled = new Task(task, nowNanos + Math.max(0, unit.toNanos(delay)), nextOrder++);
        tasks.add(scheduled);
        return () -> tasks.remove(scheduled);
    }

    @Override
    public long nanoTime() {
        return nowNanos;
    }

    /** Whether a task is being run. */
    @Override
    public boolean inLoop() {
        return running;
    }

    /** A wall clock that goes with this loop's time. */
    public InstantSource clock() {
        return () -> START.plusNanos(nowNanos);
    }

    /** Runs everything that is due now, and what that makes due now. */
    public void run() {
        while (!tasks.isEmpty() && tasks.peek().dueNanos <= nowNanos) {
            runNext();
        }
    }

    /** Runs everything that falls due within the duration; afterwards so much time has passed. */
    public void runFor(Duration duration) {
        long end = nowNanos + duration.toNanos();
        while (!tasks.isEmpty() && tasks.peek().dueNanos <= end) {
            runNext();
        }
        nowNanos = end;
    }

    /** Runs until the condition holds or the time limit has passed; tells whether it holds. */
    public boolean runUntil(BooleanSupplier condition, Duration limit) {
        long end = nowNanos + limit.toNanos();
        while (!condition.getAsBoolean()) {
            if (tasks.isEmpty() || tasks.peek().dueNanos > end) {
                nowNanos = end;
                return false;
            }
            runNext();
        }
        return true;
    }

    /** Lets time pass without running anything, as if the process had stood still. */
    public void pause(Duration duration) {
        nowNanos += duration.toNanos();
    }

    private void runNext() {
        Task task = tasks.remove();
        nowNanos = Math.max(nowNanos, task.dueNanos);
        running = true;
        try {
            task.work.run();
        } finally {
            running = false;
        }
    }

    private record Task(Runnable work, long dueNanos, long order) {}
}
