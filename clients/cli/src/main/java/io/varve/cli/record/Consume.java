/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.cli.record;

import io.varve.cli.output.Human;
import io.varve.cli.output.OutputFormat;
import io.varve.cli.run.ExitCode;
import io.varve.cli.run.Interruption;
import io.varve.cli.run.ServerOptions;
import io.varve.cli.run.Terminal;
import io.varve.cli.run.Words;
import io.varve.client.VarveClient;
import io.varve.client.reader.StartPosition;
import io.varve.client.record.Schema;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Prints records. */
@Command(
        name = "consume",
        header = "Prints the records of a topic, as a member of a group or on its own.",
        description = {
            "",
            "Prints values, one a line, until --max, --timeout or Ctrl-C. With a group it commits exactly what it printed;"
                    + " several of them with the same group share the partitions. With -o json each record is an object on a"
                    + " line."
        },
        footer = {
            "  varve consume orders --group billing --max 1000 --timeout 60s",
            "  varve consume orders --from earliest --print partition,offset,key,value",
            "  varve consume orders --from 2026-01-01T00:00:00Z -o json | jq .value"
        })
public final class Consume implements Callable<Integer> {
    private static final Duration REQUEST_TIMEOUT = Duration.ofSeconds(30);

    private final ServerOptions options;
    private final Terminal terminal;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Parameters(paramLabel = "TOPIC", description = "The topic.")
    private String topic = "";

    @Option(
            names = "--group",
            paramLabel = "G",
            description =
                    "Reads as a member of this group, which is created if it isn't there and remembers what was printed.")
    private @Nullable String group;

    @Option(
            names = "--from",
            paramLabel = "WHERE",
            description = "earliest, latest, an offset, or a time like 2026-01-01T12:00:00Z. With a group it counts for"
                    + " partitions that the group has not begun. Default: latest; with a group earliest.")
    private @Nullable StartPosition from;

    @Option(names = "--partition", paramLabel = "P", description = "Only this partition; not with a group.")
    private @Nullable Integer partition;

    @Option(names = "--max", paramLabel = "N", description = "Ends after so many records. Default: never.")
    private long max = Long.MAX_VALUE;

    @Option(
            names = "--timeout",
            paramLabel = "TIME",
            description = "Ends after this time; with exit code 3 if --max was not reached. Default: never.")
    private @Nullable Duration timeout;

    @Option(
            names = "--print",
            paramLabel = "FIELD",
            split = ",",
            completionCandidates = Fields.class,
            description =
                    "What to print of each record, separated by tabs: topic, partition, offset, timestamp, key, value,"
                            + " headers. Default: value.")
    private List<RecordField> fields = List.of();

    /** Prints to this terminal as the options say. */
    public Consume(ServerOptions options, Terminal terminal) {
        this.options = options;
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws IOException {
        check();
        long startNanos = System.nanoTime();
        PrintLoop.Limits limits =
                new PrintLoop.Limits(max, startNanos + (timeout == null ? 0 : timeout.toNanos()), timeout != null);
        Progress progress = new Progress(printer());
        try (VarveClient client = options.connect(REQUEST_TIMEOUT)) {
            RecordSource source = open(client, progress);
            if (group == null && from == null && terminal.errIsTerminal()) {
                terminal.notice("waits for new records; --from earliest prints those that are there, Ctrl-C ends");
            }
            PrintLoop loop = new PrintLoop(source, progress, limits, System::nanoTime, terminal::notice);
            Interruption.stopping(
                    () -> {
                        try (source) {
                            loop.run();
                        }
                    },
                    loop::stop);
            return exitCode(loop.printed());
        }
    }

    private void check() {
        if (group != null && partition != null) {
            throw refused("--partition is not for groups, which deal out the partitions themselves");
        }
        if (max < 1) {
            throw refused("--max is " + max + "; 1 is the least");
        }
        if (options.format() == OutputFormat.JSON && !fields.isEmpty()) {
            throw refused("--print is not for -o json, which has every field");
        }
    }

    private ParameterException refused(String why) {
        return new ParameterException(spec.commandLine(), why);
    }

    private RecordPrinter printer() throws IOException {
        return options.format() == OutputFormat.JSON
                ? new JsonPrinter(terminal.out())
                : new FieldPrinter(fields.isEmpty() ? List.of(RecordField.VALUE) : fields, terminal.out());
    }

    private RecordSource open(VarveClient client, Progress progress) {
        if (group != null) {
            return new GroupSource(
                    client.newStreamConsumer(Schema.bytes())
                            .group(group)
                            .topics(topic)
                            .from(from == null ? StartPosition.earliest() : from),
                    progress);
        }
        var reader = client.newReader(Schema.bytes()).topic(topic).from(from == null ? StartPosition.latest() : from);
        return new ReaderSource((partition == null ? reader : reader.partitions(partition)).create());
    }

    private int exitCode(long printed) {
        if (timeout == null || max == Long.MAX_VALUE || printed >= max) {
            return ExitCode.DONE;
        }
        terminal.notice(Human.count(printed, "record") + " of " + max + " when --timeout had passed");
        return ExitCode.TIMEOUT;
    }

    /** What completion offers. */
    static final class Fields extends Words.Candidates<RecordField> {
        Fields() {
            super(RecordField.class);
        }
    }
}
