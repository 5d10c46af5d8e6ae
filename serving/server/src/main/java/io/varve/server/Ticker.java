/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.server;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One thread for what has to be looked at again and again and belongs to no shard. Tasks must not block. */
final class Ticker implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Ticker.class);
    private static final int LOOK_MS = 20;

    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread made = new Thread(task, "varve-ticker");
        made.setDaemon(true);
        return made;
    });

    /** Runs a task again and again, first after one interval. A task that throws is run again all the same. */
    void every(Duration interval, Runnable task) {
        var unused = thread.scheduleWithFixedDelay(
                () -> {
                    try {
                        task.run();
                    } catch (RuntimeException e) {
                        LOG.error("a periodic task failed", e);
                    }
                },
                interval.toMillis(),
                interval.toMillis(),
                TimeUnit.MILLISECONDS);
    }

    /** Completes soon after the condition holds, or with what it threw; never when this is closed before. */
    CompletableFuture<Void> until(BooleanSupplier condition) {
        CompletableFuture<Void> held = new CompletableFuture<>();
        look(condition, held);
        return held;
    }

    private void look(BooleanSupplier condition, CompletableFuture<Void> held) {
        try {
            if (condition.getAsBoolean()) {
                held.complete(null);
            } else {
                var unused = thread.schedule(() -> look(condition, held), LOOK_MS, TimeUnit.MILLISECONDS);
            }
        } catch (RuntimeException e) {
            held.completeExceptionally(e);
        }
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}
