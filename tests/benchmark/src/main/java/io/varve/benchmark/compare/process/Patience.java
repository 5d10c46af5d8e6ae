/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.benchmark.compare.process;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;

/** Waits for what a program doesn't announce. */
public final class Patience {
    private static final Duration PAUSE = Duration.ofMillis(100);

    private Patience() {}

    /**
     * Looks ten times a second until something is so.
     *
     * @param what for the message when it isn't after so long
     * @param isSo a failure of it counts as not yet, and is the cause in the end
     * @param program fails the waiting when it ends
     */
    public static void await(String what, Duration atMost, Callable<Boolean> isSo, ChildProcess program)
            throws IOException {
        long deadline = System.nanoTime() + atMost.toNanos();
        Exception last = null;
        while (System.nanoTime() < deadline) {
            program.checkAlive();
            try {
                if (isSo.call()) {
                    return;
                }
            } catch (Exception e) {
                last = e;
            }
            LockSupport.parkNanos(PAUSE.toNanos());
        }
        throw new IOException(what + ": not after " + atMost.toSeconds() + " s; " + program.tail(), last);
    }
}
