/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.cli.run;

/**
 * What to do when the user presses Ctrl-C, until this is closed. The JVM runs it on a thread of its own beside the
 * interrupted work, and exits with 130 when it returns, whatever the main thread does meanwhile.
 */
public final class Interruption implements AutoCloseable {
    private final Thread hook;
    private volatile boolean begun;

    /** From now on Ctrl-C runs {@code ending}, which has to return within seconds. */
    public Interruption(Runnable ending) {
        hook = new Thread(
                () -> {
                    begun = true;
                    ending.run();
                },
                "interruption");
        Runtime.getRuntime().addShutdownHook(hook);
    }

    /** Forgets the ending, unless it has begun. */
    @Override
    public void close() {
        if (!begun) {
            try {
                Runtime.getRuntime().removeShutdownHook(hook);
            } catch (IllegalStateException e) {
                // The JVM began to end after the look at `begun`: the ending runs, as it should.
                begun = true;
            }
        }
    }
}
