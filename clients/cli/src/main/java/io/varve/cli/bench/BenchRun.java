/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.cli.bench;

import io.varve.bench.workload.Result;
import io.varve.cli.bench.report.HtmlReport;
import io.varve.cli.run.ExitCode;
import io.varve.cli.run.Interruption;
import io.varve.cli.run.ServerOptions;
import io.varve.cli.run.Terminal;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** A command that measures a cluster once and prints what came of it. */
abstract class BenchRun implements Callable<Integer> {
    private final ServerOptions options;
    private final Terminal terminal;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(
            names = "--setting",
            order = 0,
            paramLabel = "NAME=VALUE",
            description =
                    "Of the client that carries the load, by the names of its Java builders, sizes in bytes: batchBytes,"
                            + " memoryBytes, ioThreads, bufferBytes, maxPollRecords, autoCommit and others. May be repeated.")
    private Map<String, String> given = new TreeMap<>();

    @Option(
            names = "--html",
            order = 0,
            paramLabel = "FILE",
            description =
                    "Writes a report with plots of the times and of the throughput; one file that needs no other.")
    private @Nullable Path html;

    BenchRun(ServerOptions options, Terminal terminal) {
        this.options = options;
        this.terminal = terminal;
    }

    /** Refuses options that don't go together. */
    void check(CommandSpec command) {}

    /** What the options say about the client; {@code --setting} wins. */
    abstract Map<String, String> settings();

    /** Whether a fresh topic stays. */
    abstract boolean isKeeping();

    /** Puts the load on the cluster. An IllegalArgumentException refuses the options. */
    abstract Result measure(BenchSession session) throws IOException;

    @Override
    public final Integer call() throws IOException {
        check(spec);
        Map<String, String> settings = new TreeMap<>(settings());
        settings.putAll(given);
        try {
            return tell(measureIn(BenchSession.open(options, terminal, settings, isKeeping())));
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
        }
    }

    /** Also on Ctrl-C what was made in the cluster is deleted. */
    private Result measureIn(BenchSession session) throws IOException {
        AtomicReference<@Nullable Result> result = new AtomicReference<>();
        Interruption.stopping(
                () -> {
                    try (session) {
                        result.set(measure(session));
                    }
                },
                session::stop);
        return Objects.requireNonNull(result.get());
    }

    private int tell(Result result) throws IOException {
        ResultView view = new ResultView(result);
        if (html != null) {
            HtmlReport.write(html, view.title(), view.table(), result);
        }
        view.print(options.format(), terminal.out());
        if (result.refused() == null) {
            return ExitCode.DONE;
        }
        terminal.notice("no figures: " + result.refused());
        return ExitCode.NOT_VERIFIED;
    }
}
