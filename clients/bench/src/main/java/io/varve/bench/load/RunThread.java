/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.bench.load;

/** A thread of a run; what it throws ends the run. */
final class RunThread {
    private RunThread() {}

    /** Starts it. */
    static Thread start(String name, Failure failure, Runnable work) {
        Thread thread = new Thread(
                () -> {
                    try {
                        work.run();
                    } catch (RuntimeException | Error e) {
                        failure.set("a " + name + " failed: " + e);
                    }
                },
                "bench-" + name);
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    /** Waits for its end. */
    static void join(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting for " + thread.getName(), e);
        }
    }
}
