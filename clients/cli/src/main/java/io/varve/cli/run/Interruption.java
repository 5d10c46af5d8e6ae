/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.cli.run;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** What to do when the user presses Ctrl-C. The JVM exits with 130 afterwards, whatever the main thread is doing then. */
public final class Interruption {
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private Interruption() {}

    /** Something that takes long enough to be interrupted. */
    public interface Work {
        /** Does it. */
        void run() throws IOException;
    }

    /** Does the work; on Ctrl-C it is told to stop and has 10 s to end by itself, so that what it began is finished. */
    public static void stopping(Work work, Runnable stop) throws IOException {
        CountDownLatch ended = new CountDownLatch(1);
        try {
            instead(work, () -> {
                stop.run();
                await(ended);
            });
        } finally {
            ended.countDown();
        }
    }

    /**
     * Does the work; on Ctrl-C {@code ending} runs beside it, for work that can't be told to stop because it waits for somebody
     * to type.
     */
    public static void instead(Work work, Runnable ending) throws IOException {
        Thread hook = new Thread(ending, "interruption");
        Runtime.getRuntime().addShutdownHook(hook);
        try {
            work.run();
        } finally {
            boolean unused = forget(hook);
        }
    }

    private static void await(CountDownLatch ended) {
        try {
            boolean unused = ended.await(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static boolean forget(Thread hook) {
        try {
            return Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // The JVM is ending, so that the hook runs: the work was interrupted after all.
            return false;
        }
    }
}
