/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.cli.replay;

import io.varve.cli.output.Human;
import io.varve.cli.run.ExitCode;
import io.varve.cli.run.Interruption;
import io.varve.cli.run.ServerOptions;
import io.varve.cli.run.Terminal;
import io.varve.client.VarveClient;
import io.varve.client.reader.StartPosition;
import io.varve.objects.ObjectStore;
import io.varve.protocol.name.TopicName;
import io.varve.replay.Replay;
import io.varve.replay.ReplayJob;
import io.varve.replay.ReplayProgress;
import io.varve.replay.checkpoint.Checkpoint;
import io.varve.replay.plan.ReplayPlan;
import io.varve.replay.plan.ReplayRequest;
import io.varve.replay.sink.JsonLinesFile;
import io.varve.replay.sink.PacedSink;
import io.varve.replay.sink.ReplaySink;
import io.varve.replay.sink.TopicSink;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Replays a topic. */
@Command(
        name = "replay",
        header = "Writes the records of a topic to a file or to another topic.",
        description = {
            "",
            "Reads what is tiered straight from object storage, several pieces at a time, without loading a broker, and the"
                    + " rest from the brokers. Each partition's records stay in order; partitions are mixed. Ends at the end"
                    + " that the topic has when it begins, unless --follow is given.",
            "",
            "A replay to a file that was interrupted or killed goes on where it was when the same command is given again:"
                    + " no record is lost or comes twice. F.checkpoint, which is there meanwhile, remembers how far it is. A"
                    + " replay to a topic begins anew."
        },
        footer = {
            "  varve replay orders --from 2026-01-01T00:00:00Z --to-file orders.jsonl",
            "  varve replay orders --partition 3 --from 1000 --to 2000 --to-topic orders-again --rate 500",
            "  varve replay 5f0c8a5e-0d5c-4b0a-9a53-3f3a2d8f6f10 --objects-only \\",
            "      --object-store s3://history --to-file orders.jsonl"
        })
public final class ReplayTopic implements Callable<Integer> {
    /** Longer than a record's delivery may take, so that a full memory makes the replay wait and not fail. */
    private static final Duration REQUEST_TIMEOUT = Duration.ofSeconds(150);

    private final ServerOptions options;
    private final Terminal terminal;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Parameters(paramLabel = "TOPIC", description = "The topic; with --objects-only its id.")
    private String topic = "";

    @Option(
            names = "--from",
            paramLabel = "WHERE",
            defaultValue = "earliest",
            description =
                    "earliest, an offset, or a time like 2026-01-01T12:00:00Z. A time before the first record kept is"
                            + " refused if earlier ones were removed. Default: ${DEFAULT-VALUE}.")
    private StartPosition from = StartPosition.earliest();

    @Option(
            names = "--to",
            paramLabel = "WHERE",
            defaultValue = "latest",
            description = "latest, which is the present end, an offset or a time; not included. Default:"
                    + " ${DEFAULT-VALUE}.")
    private StartPosition to = StartPosition.latest();

    @Option(names = "--partition", paramLabel = "P", split = ",", description = "Only these partitions. Default: all.")
    private Set<Integer> partitions = Set.of();

    @ArgGroup(exclusive = true, multiplicity = "1")
    private ReplayOutput output = new ReplayOutput();

    @Option(
            names = "--parallel",
            paramLabel = "N",
            defaultValue = "" + ReplayRequest.PARALLEL,
            description = "How many pieces of up to 8 MiB are read from objects at a time, 1 to 64. Default:"
                    + " ${DEFAULT-VALUE}.")
    private int parallel = ReplayRequest.PARALLEL;

    @Option(
            names = "--rate",
            paramLabel = "N",
            description = "Replays so many records a second at most. Default: no limit.")
    private @Nullable Long rate;

    @Option(names = "--dry-run", description = "Only says what would be replayed.")
    private boolean dryRun;

    @Option(names = "--follow", description = "Goes on with what is appended afterwards, until Ctrl-C.")
    private boolean follow;

    @Option(names = "--restart", description = "Writes the file anew though a replay to it is not complete.")
    private boolean restart;

    @Mixin
    private final ObjectsOptions objects = new ObjectsOptions();

    /** Replays as the options say. */
    public ReplayTopic(ServerOptions options, Terminal terminal) {
        this.options = options;
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws IOException {
        ReplayRequest request = request();
        if (objects.only) {
            UUID topicId = topicId();
            try (ObjectStore store = objects.open()) {
                toFile(Replay.ofObjects(store, objects.cluster(store), topicId), request);
            }
        } else {
            try (VarveClient client = options.connect(REQUEST_TIMEOUT)) {
                Replay replay = Replay.of(client, topic);
                if (output.topic == null) {
                    toFile(replay, request);
                } else {
                    toTopic(replay, request, client, output.topic);
                }
            }
        }
        return ExitCode.DONE;
    }

    private ReplayRequest request() {
        if (follow && !(to instanceof StartPosition.Latest)) {
            throw refused("--follow has no end; --to is not for it");
        }
        if (to instanceof StartPosition.Earliest) {
            throw refused("--to earliest would replay nothing");
        }
        if (restart && output.file == null) {
            throw refused("--restart is for --to-file; a replay to a topic begins anew in any case");
        }
        if (rate != null && rate < 1) {
            throw refused("--rate is " + rate + "; 1 is the least");
        }
        if (objects.only && output.file == null) {
            throw refused("--objects-only is for --to-file; a topic takes a broker");
        }
        if (objects.only && follow) {
            throw refused("--objects-only can't --follow: what is appended comes from a broker");
        }
        objects.check(spec.commandLine());
        if (output.topic != null && TopicName.parse(output.topic).equals(TopicName.parse(topic))) {
            throw refused("--to-topic " + output.topic + " is the topic that is replayed");
        }
        try {
            return ReplayRequest.of(topic)
                    .partitions(partitions)
                    .from(from)
                    .to(to)
                    .follow(follow)
                    .parallel(parallel);
        } catch (IllegalArgumentException e) {
            throw refused("--parallel: " + e.getMessage());
        }
    }

    private UUID topicId() {
        try {
            return UUID.fromString(topic);
        } catch (IllegalArgumentException e) {
            throw refused(
                    "'" + topic + "' is no topic id, which is what objects go by; 'varve topic describe' shows it");
        }
    }

    private ParameterException refused(String why) {
        return new ParameterException(spec.commandLine(), why);
    }

    private void toFile(Replay replay, ReplayRequest request) throws IOException {
        OutputFile file = new OutputFile(Path.of(String.valueOf(output.file)));
        Optional<Checkpoint> begun = restart ? Optional.empty() : file.begun(request);
        begun.ifPresent(checkpoint -> terminal.notice(file.path() + " has "
                + Human.count(checkpoint.records(), "record") + "; goes on behind them. --restart would begin anew"));
        ReplayPlan plan = begun.isPresent() ? replay.plan(begun.get()) : replay.plan(request);
        if (dryRun) {
            new PlannedReplay(plan).print(options.format(), terminal.out());
            return;
        }
        try (ObjectStore store = objects.only ? null : objects.open(plan, terminal);
                ReplaySink sink = paced(JsonLinesFile.open(file.path()))) {
            Replay ready = store == null ? replay : replay.objects(store);
            file.begin(ready.notices(terminal::notice), begun.isEmpty());
            ReplayJob job =
                    begun.isPresent() ? ready.resume(request, plan, begun.get(), sink) : ready.job(request, plan, sink);
            try {
                run(job, sink);
            } finally {
                if (!file.end(job)) {
                    terminal.notice(file.path() + " is not complete; the same command goes on with it");
                }
            }
        }
    }

    private void toTopic(Replay replay, ReplayRequest request, VarveClient client, String target) throws IOException {
        ReplayPlan plan = replay.plan(request);
        if (dryRun) {
            // What would be refused is refused, too.
            client.admin().describeTopic(target);
            new PlannedReplay(plan).print(options.format(), terminal.out());
            return;
        }
        try (ObjectStore store = objects.open(plan, terminal);
                ReplaySink sink = paced(TopicSink.open(client, topic, target))) {
            Replay ready = store == null ? replay : replay.objects(store);
            ReplayJob job = ready.notices(terminal::notice).job(request, plan, sink);
            try {
                run(job, sink);
            } finally {
                if (!job.progress().complete()) {
                    terminal.notice("the replay to topic " + target + " is not complete; the same command begins anew");
                }
            }
        }
    }

    private ReplaySink paced(ReplaySink sink) {
        return rate == null ? sink : new PacedSink(sink, rate);
    }

    /** Runs the job to its end or to Ctrl-C, and prints what it did. */
    private void run(ReplayJob job, ReplaySink sink) throws IOException {
        ReplayProgress before = job.progress();
        long startNanos = System.nanoTime();
        Interruption.stopping(
                () -> {
                    ReplayProgress done = ProgressLine.run(terminal, job);
                    double seconds = (System.nanoTime() - startNanos) / 1e9;
                    new ReplayResult(topic, done, before.records(), before.bytes(), seconds)
                            .print(options.format(), terminal.out());
                },
                () -> {
                    job.stop();
                    if (sink instanceof PacedSink paced) {
                        paced.hurry();
                    }
                });
    }
}
