/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.log;

import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

/**
 * The one thread that owns a piece of state, as a port: on a broker it wraps a Netty event loop, in a simulation it is the
 * queue of a virtual clock. Tasks run one at a time in the order of their submission.
 */
public interface Loop extends Executor {
    /** Runs the task once after the delay, unless the returned handle is cancelled before. */
    Timer schedule(Runnable task, long delay, TimeUnit unit);

    /** Monotonic time in nanoseconds; only differences mean something. */
    long nanoTime();

    /** Whether the calling thread is this loop's. */
    boolean inLoop();

    /** A scheduled task. */
    interface Timer {
        /** Keeps the task from running if it hasn't started; may be called more than once. */
        void cancel();
    }
}
