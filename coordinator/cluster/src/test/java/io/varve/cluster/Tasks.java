/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.cluster;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;

/** An executor that runs its tasks when the test says so, on the test's thread: nothing happens by itself. */
final class Tasks implements Executor {
    private final Deque<Runnable> queue = new ArrayDeque<>();

    @Override
    public void execute(Runnable task) {
        queue.add(task);
    }

    /** Runs the task that has waited longest. */
    void runNext() {
        queue.remove().run();
    }

    /** Runs everything, and what follows from it. */
    void runAll() {
        for (Runnable task = queue.poll(); task != null; task = queue.poll()) {
            task.run();
        }
    }

    /** Runs everything; the future has to be done then. Its failure is thrown as it is. */
    <T> T await(CompletableFuture<T> future) {
        runAll();
        if (!future.isDone()) {
            throw new AssertionError("nothing is left to do, and the answer hasn't come");
        }
        try {
            return future.join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw e;
        }
    }
}
