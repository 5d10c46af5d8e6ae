/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.simulation.port;

import java.util.List;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

/** Threads for code that blocks, in a world where there is only one: each task runs as one step. */
public final class TaskThreads extends AbstractExecutorService {
    private final Executor steps;
    private boolean closed;

    /** Tasks become steps of this executor. */
    public TaskThreads(Executor steps) {
        this.steps = steps;
    }

    @Override
    public void execute(Runnable task) {
        steps.execute(task);
    }

    @Override
    public void shutdown() {
        closed = true;
    }

    @Override
    public List<Runnable> shutdownNow() {
        closed = true;
        return List.of();
    }

    @Override
    public boolean isShutdown() {
        return closed;
    }

    @Override
    public boolean isTerminated() {
        return closed;
    }

    @Override
    public boolean awaitTermination(long timeout, TimeUnit unit) {
        return true;
    }
}
