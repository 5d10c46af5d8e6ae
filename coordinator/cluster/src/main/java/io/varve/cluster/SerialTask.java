/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.cluster;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/**
 * Runs an asynchronous task one run at a time. Asking for it while it runs makes it run once more afterwards, however often it
 * was asked for: so the last run began after the last request. For any thread; what the task touches is handed from run to run
 * and needs no lock.
 */
final class SerialTask {
    private final Supplier<CompletableFuture<Void>> task;
    /** 0 idle, 1 running, 2 running and asked for again. */
    private final AtomicInteger requests = new AtomicInteger();

    /** A task, whose failures are its own to handle: here they only end a run. */
    SerialTask(Supplier<CompletableFuture<Void>> task) {
        this.task = task;
    }

    void request() {
        if (requests.getAndUpdate(before -> Math.min(before + 1, 2)) == 0) {
            run();
        }
    }

    private void run() {
        // Composed, so that what the task throws ends the run as well.
        CompletableFuture<Void> run = CompletableFuture.completedFuture(null).thenCompose(start -> task.get());
        Futures.finish(run, done -> ended(), failure -> ended());
    }

    private void ended() {
        if (requests.updateAndGet(before -> before - 1) > 0) {
            run();
        }
    }
}
