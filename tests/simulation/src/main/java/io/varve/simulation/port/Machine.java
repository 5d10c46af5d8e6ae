/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.simulation.port;

import io.varve.log.Loop;
import io.varve.log.SimulatedLoop;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeUnit;

/**
 * The one thread of a simulated broker's process. It can stand still and go on, as a process does that was stopped or swapped
 * out: what came meanwhile happens afterwards, in order. And it can crash: then nothing happens any more.
 */
public final class Machine implements Loop {
    private final SimulatedLoop time;
    private final String name;
    private final Deque<Runnable> backlog = new ArrayDeque<>();
    private boolean alive = true;
    private boolean paused;
    private boolean running;

    /** A process that runs. */
    public Machine(SimulatedLoop time, String name) {
        this.time = time;
        this.name = name;
    }

    /** Name of the process, another one after each start. */
    public String name() {
        return name;
    }

    /** Whether it hasn't crashed. */
    public boolean alive() {
        return alive;
    }

    /** Whether it stands still. */
    public boolean paused() {
        return paused;
    }

    /** Ends it at once, also in the middle of a task: what that still does has no effect. */
    public void crash() {
        alive = false;
        backlog.clear();
    }

    /** Stands still until {@link #resume}. */
    public void pause() {
        paused = true;
    }

    /** Goes on where it stood still. */
    public void resume() {
        paused = false;
        while (!backlog.isEmpty()) {
            execute(backlog.remove());
        }
    }

    @Override
    public void execute(Runnable task) {
        if (alive) {
            time.execute(() -> run(task));
        }
    }

    @Override
    public Timer schedule(Runnable task, long delay, TimeUnit unit) {
        return time.schedule(() -> run(task), delay, unit);
    }

    private void run(Runnable task) {
        if (!alive) {
            return;
        }
        if (paused) {
            backlog.add(task);
            return;
        }
        running = true;
        try {
            task.run();
        } finally {
            running = false;
        }
    }

    @Override
    public long nanoTime() {
        return time.nanoTime();
    }

    @Override
    public boolean inLoop() {
        return running;
    }

    @Override
    public String toString() {
        return name;
    }
}
