/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.cli;

import io.varve.cli.run.Terminal;

/** The entry point of the {@code varve} command. */
public final class Main {

    private Main() {}

    /** Runs the command and exits with one of {@link io.varve.cli.run.ExitCode}. */
    public static void main(String[] arguments) {
        prepare();
        System.exit(CommandTree.of(Terminal.ofProcess()).execute(arguments));
    }

    /** Sets what libraries read when they are loaded. */
    static void prepare() {
        // The client's log lines have no place on a user's terminal; what matters of them comes back as a failure.
        System.setProperty("slf4j.internal.verbosity", "ERROR");
        // Netty would load a tenth of all classes of a short command for the flight recorder.
        System.setProperty("io.netty.jfr.enabled", "false");
    }
}
