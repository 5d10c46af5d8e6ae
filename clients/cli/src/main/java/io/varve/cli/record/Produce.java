/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.cli.record;

import io.varve.cli.output.Human;
import io.varve.cli.run.CodecWords;
import io.varve.cli.run.ExitCode;
import io.varve.cli.run.Interruption;
import io.varve.cli.run.ServerOptions;
import io.varve.cli.run.Terminal;
import io.varve.cli.run.Words;
import io.varve.client.VarveClient;
import io.varve.client.producer.Acks;
import io.varve.client.producer.Producer;
import io.varve.client.record.Schema;
import io.varve.protocol.batch.Codec;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Sends lines as records. */
@Command(
        name = "produce",
        header = "Sends each line of stdin, or of a file, as a record.",
        description = {
            "",
            "Prints how many records were stored, how fast, and the last offset of each partition. If any record failed, it"
                    + " says how many and why, and exits with 1."
        },
        footer = {
            "  seq 1 100000 | varve produce orders",
            "  varve produce orders --file orders.txt --key-separator : --compression zstd",
            "  echo '4711|anna:tea' | varve produce orders --message-id-separator '|' --key-separator :"
        })
public final class Produce implements Callable<Integer> {
    /** Longer than a record's delivery may take, so that a full memory makes a line wait and not fail. */
    private static final Duration REQUEST_TIMEOUT = Duration.ofSeconds(150);

    private static final Duration PATIENCE_AT_CTRL_C = Duration.ofSeconds(5);

    private final AtomicBoolean told = new AtomicBoolean();
    private final ServerOptions options;
    private final Terminal terminal;

    @Parameters(paramLabel = "TOPIC", description = "The topic.")
    private String topic = "";

    @Option(
            names = "--key-separator",
            paramLabel = "SEP",
            defaultValue = "",
            description =
                    "What stands between key and value, at its first occurrence in a line; a line without it is a value"
                            + " without a key. Default: lines have no keys.")
    private String keySeparator = "";

    @Option(
            names = "--message-id-separator",
            paramLabel = "SEP",
            defaultValue = "",
            description =
                    "What stands behind a message id, with which a line begins then, before its key; a line without it has"
                            + " no id. A topic with a dedup window stores an id once. Default: lines have no ids.")
    private String messageIdSeparator = "";

    @Option(
            names = "--partition",
            paramLabel = "P",
            description = "Sends all records to this partition. Default: where key or message id lead.")
    private @Nullable Integer partition;

    @Option(names = "--file", paramLabel = "F", description = "Reads this file and not stdin.")
    private @Nullable Path file;

    @Option(
            names = "--acks",
            paramLabel = "quorum|none",
            defaultValue = "quorum",
            completionCandidates = AcksWords.class,
            description =
                    "quorum: a record counts once it is on disk in a quorum of places. none: once it was sent; it may be"
                            + " lost without a word. Default: ${DEFAULT-VALUE}.")
    private Acks acks = Acks.QUORUM;

    @Option(
            names = "--compression",
            paramLabel = "CODEC",
            defaultValue = "none",
            completionCandidates = CodecWords.class,
            description = "none, gzip, snappy, lz4 or zstd. Default: ${DEFAULT-VALUE}.")
    private Codec compression = Codec.NONE;

    /** Prints to this terminal as the options say. */
    public Produce(ServerOptions options, Terminal terminal) {
        this.options = options;
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws IOException {
        try (InputStream lines = lines();
                VarveClient client = options.connect(REQUEST_TIMEOUT);
                Producer<byte[]> producer = client.newProducer(Schema.bytes())
                        .topic(topic)
                        .acks(acks)
                        .compression(compression)
                        .create()) {
            if (file == null && terminal.inIsTerminal()) {
                terminal.notice("each line is sent as a record; Ctrl-D ends");
            }
            LineFormat format = new LineFormat(
                    new Separator(messageIdSeparator),
                    new Separator(keySeparator),
                    partition == null ? OptionalInt.empty() : OptionalInt.of(partition));
            LineSender sender = new LineSender(producer, format);
            Interruption.instead(() -> sender.send(lines), () -> {
                sender.stop(PATIENCE_AT_CTRL_C);
                tell(sender);
            });
            return tell(sender);
        }
    }

    private InputStream lines() throws IOException {
        if (file == null) {
            return terminal.in();
        }
        if (Files.isDirectory(file)) {
            throw new IOException(file + " is a directory");
        }
        return Files.newInputStream(file);
    }

    /** Prints the result; only once, whoever comes first. */
    private int tell(LineSender sender) {
        SendTally tally = sender.tally();
        if (told.compareAndSet(false, true)) {
            tally.failures().forEach(terminal::notice);
            if (tally.failed() > 0) {
                terminal.notice(tally.failed() + " of " + Human.count(tally.total(), "record") + " failed"
                        + (tally.isHopeless() ? "; what came after them was not sent" : ""));
            }
            try {
                sender.result().print(options.format(), terminal.out());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return tally.failed() == 0 ? ExitCode.DONE : ExitCode.FAILED;
    }

    /** What completion offers. */
    static final class AcksWords extends Words.Candidates<Acks> {
        AcksWords() {
            super(Acks.class);
        }
    }
}
