/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.cli.run;

import java.io.IOException;

/** What to do when the user presses Ctrl-C. */
public final class Interruption {

    private Interruption() {}

    /** Something that takes long enough to be interrupted. */
    public interface Work {
        /** Does it. */
        void run() throws IOException;
    }

    /**
     * Does the work. On Ctrl-C meanwhile the JVM runs {@code ending} on a thread of its own, beside the work, and exits with 130
     * when that returns, whatever the work is doing then; so the ending waits for what it needs, though not for ever.
     */
    public static void during(Work work, Runnable ending) throws IOException {
        Thread hook = new Thread(ending, "interruption");
        Runtime.getRuntime().addShutdownHook(hook);
        try {
            work.run();
        } finally {
            forget(hook);
        }
    }

    private static void forget(Thread hook) {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // The JVM is ending, so that the hook runs: the work was interrupted after all.
            hook.setName("interruption at the end");
        }
    }
}
