/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.cli.run;

import io.varve.cli.output.View;
import io.varve.client.VarveClient;
import io.varve.client.admin.Admin;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Option;

/** A command that asks the cluster one thing, or has it do one thing, and prints the answer. */
public abstract class Question implements Callable<Integer> {
    private final ServerOptions options;
    private final Terminal terminal;

    @Option(
            names = "--timeout",
            order = OptionOrder.TIMEOUT,
            paramLabel = "TIME",
            defaultValue = "30s",
            description = "How long to wait for the answer. Default: ${DEFAULT-VALUE}.")
    private Duration timeout = Duration.ofSeconds(30);

    /** Asks and prints as the options say. */
    protected Question(ServerOptions options, Terminal terminal) {
        this.options = options;
        this.terminal = terminal;
    }

    /** Asks, and returns what to print. */
    protected abstract View ask(Admin admin);

    /** Whether to ask at all; a command that destroys something lets the user confirm it. */
    protected boolean confirmed() throws IOException {
        return true;
    }

    /** Where to say what isn't data. */
    protected final Terminal terminal() {
        return terminal;
    }

    @Override
    public final Integer call() throws IOException {
        if (!confirmed()) {
            terminal.notice("nothing was done");
            return ExitCode.FAILED;
        }
        try (VarveClient client = options.connect(timeout)) {
            ask(client.admin()).print(options.format(), terminal.out());
        }
        return ExitCode.DONE;
    }
}
