/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.cli.bench;

import io.varve.bench.workload.Result;
import io.varve.bench.workload.Span;
import io.varve.bench.workload.Topics;
import io.varve.bench.workload.Work;
import io.varve.bench.workload.Workload;
import io.varve.bench.workload.Written;
import io.varve.cli.run.ServerOptions;
import io.varve.cli.run.Terminal;
import io.varve.protocol.unit.DataSize;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** A run in which what a topic has is read; a fresh one is filled first. */
abstract class ReadingRun extends BenchRun {
    private static final List<String> OF_FRESH_TOPICS =
            List.of("--partitions", "--keep", "--record-size", "--keys", "--compression", "--backlog");

    private final String name;

    @Mixin
    private final TopicChoice topic = new TopicChoice();

    @Mixin
    private final RecordChoice records = new RecordChoice();

    @Option(
            names = "--backlog",
            paramLabel = "SIZE",
            defaultValue = "1GiB",
            description = "How much is written to the fresh topic first. Default: ${DEFAULT-VALUE}.")
    private DataSize backlog = new DataSize(1L << 30);

    ReadingRun(String name, ServerOptions options, Terminal terminal) {
        super(options, terminal);
        this.name = name;
    }

    /** Reads what the workload says. */
    abstract Result read(BenchSession session, Workload workload) throws IOException;

    @Override
    final void check(CommandSpec command) {
        String refused = OF_FRESH_TOPICS.stream()
                .filter(command.commandLine().getParseResult()::hasMatchedOption)
                .collect(Collectors.joining(", "));
        if (topic.name != null && !refused.isEmpty()) {
            throw new ParameterException(
                    command.commandLine(), "--topic names a topic that exists; for a fresh one is " + refused);
        }
    }

    @Override
    final Map<String, String> settings() {
        return records.settings();
    }

    @Override
    final boolean isKeeping() {
        return topic.keep;
    }

    @Override
    final Result measure(BenchSession session) throws IOException {
        Topics topics = topic.of(session.client().admin());
        if (topic.name != null) {
            return read(session, records.workload(name, Work.DRAIN, topics));
        }
        Span size = Span.sending(0, Math.max(1, backlog.bytes() / records.bytes()));
        Result filled =
                session.run(records.workload("fill", Work.PRODUCE, topics).span(size));
        Written written = filled.written();
        return written == null ? filled : read(session, Workload.drain(name, written));
    }
}
