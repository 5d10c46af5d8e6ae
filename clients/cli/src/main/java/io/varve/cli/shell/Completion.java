/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.cli.shell;

import io.varve.cli.run.ExitCode;
import io.varve.cli.run.Terminal;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Callable;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Prints the completion script of all commands. */
@Command(
        name = "completion",
        header = "Prints a script that completes commands and options in bash and zsh.",
        footer = "  source <(varve completion)")
public final class Completion implements Callable<Integer> {
    private final Terminal terminal;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    /** Prints to this terminal. */
    public Completion(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws IOException {
        String script = AutoComplete.bash("varve", spec.root().commandLine());
        terminal.out().write(script.getBytes(StandardCharsets.UTF_8));
        return ExitCode.DONE;
    }
}
