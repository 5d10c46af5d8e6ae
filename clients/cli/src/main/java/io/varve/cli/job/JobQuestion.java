/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.cli.job;

import io.varve.cli.output.View;
import io.varve.cli.run.ExitCode;
import io.varve.cli.run.OptionOrder;
import io.varve.cli.run.ServerOptions;
import io.varve.cli.run.Terminal;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Option;

/** A command that asks about jobs, over HTTP: any server knows all of them. */
public abstract class JobQuestion implements Callable<Integer> {
    private final ServerOptions options;
    private final Terminal terminal;

    @Option(
            names = "--http",
            order = OptionOrder.SERVER,
            paramLabel = "HOST:PORT",
            defaultValue = "${env:VARVE_HTTP:-127.0.0.1:7680}",
            description = "A server of the cluster, by its HTTP port; --server isn't asked. Default: $VARVE_HTTP, or"
                    + " 127.0.0.1:7680.")
    private String http = "";

    @Option(
            names = "--timeout",
            order = OptionOrder.TIMEOUT,
            paramLabel = "TIME",
            defaultValue = "30s",
            description = "How long to wait for the answer. Default: ${DEFAULT-VALUE}.")
    private Duration timeout = Duration.ofSeconds(30);

    /** Asks and prints as the options say. */
    protected JobQuestion(ServerOptions options, Terminal terminal) {
        this.options = options;
        this.terminal = terminal;
    }

    /** Asks, and returns what to print. */
    abstract View ask(JobCalls jobs) throws IOException;

    @Override
    public final Integer call() throws IOException {
        ask(new JobCalls(http, timeout)).print(options.format(), terminal.out());
        return ExitCode.DONE;
    }
}
