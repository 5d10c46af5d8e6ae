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
        // The client's log lines have no place on a user's terminal; what matters of them comes back as a failure.
        System.setProperty("slf4j.internal.verbosity", "ERROR");
        System.exit(CommandTree.of(Terminal.ofProcess()).execute(arguments));
    }
}
