/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.cli.run;

import io.varve.cli.output.OutputFormat;
import io.varve.client.VarveClient;
import java.time.Duration;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** The options that stand before or after any subcommand. */
public final class ServerOptions {
    @Option(
            names = "--server",
            order = OptionOrder.SERVER,
            scope = ScopeType.INHERIT,
            paramLabel = "HOST:PORT[,...]",
            defaultValue = "${env:VARVE_SERVER:-127.0.0.1:7650}",
            description = "Brokers to ask; one that answers is enough. Default: $VARVE_SERVER, or 127.0.0.1:7650.")
    private String servers = "";

    @Option(
            names = {"-o", "--output"},
            order = OptionOrder.OUTPUT,
            scope = ScopeType.INHERIT,
            paramLabel = "table|json",
            defaultValue = "table",
            completionCandidates = Formats.class,
            description = "How to print the answer. Default: ${DEFAULT-VALUE}.")
    private OutputFormat format = OutputFormat.TABLE;

    /**
     * A client of the servers that {@code --server} names.
     *
     * @param requestTimeout how long each request may take, with all its attempts
     * @throws io.varve.protocol.error.VarveException UNREACHABLE if none of them accepts a connection now; INVALID_ARGUMENT
     */
    public VarveClient connect(Duration requestTimeout) {
        return Servers.connect(servers, requestTimeout);
    }

    /** What {@code --server} says. */
    public String servers() {
        return servers;
    }

    /** What {@code -o} says. */
    public OutputFormat format() {
        return format;
    }

    /** What completion offers. */
    static final class Formats extends Words.Candidates<OutputFormat> {
        Formats() {
            super(OutputFormat.class);
        }
    }
}
