/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.benchmark.compare.run;

import io.varve.bench.workload.Figures;
import io.varve.bench.workload.Span;
import io.varve.bench.workload.Topics;
import io.varve.bench.workload.Work;
import io.varve.bench.workload.Workload;
import io.varve.bench.workload.Written;
import io.varve.benchmark.compare.figure.Metric;
import io.varve.benchmark.compare.plan.Scale;
import io.varve.benchmark.compare.plan.Script;
import io.varve.benchmark.compare.system.RunningSystem;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** Goes through a script on a track and returns what was measured. */
final class ScriptRun {
    private static final String THROW_AWAY = "throw-away";
    private static final int THROW_AWAY_TOPICS = 16;
    private static final String DRAIN = "drain";
    private static final String VARVE = "varve";
    private static final String REPLAY = "varve-replay";

    /** Drains that follow each other beside a measurement: more than it lasts. */
    private static final int DRAINS_BESIDE = 200;

    private static final int PARTS_OF_BACKLOG = 4;

    /** Of what is read before a backlog is, so that the client is compiled: a smaller part of as much. */
    private static final int PARTS_TO_COMPILE_BY = 8;

    /** As many as the server has: then each has little enough of a backlog to keep it in its open segment. */
    private static final int SHARDS = 8;

    private final Track track;
    private final RunningSystem system;
    private final Scale scale;
    private final Warming warming;

    ScriptRun(Track track, RunningSystem system, Scale scale) {
        this.track = track;
        this.system = system;
        this.scale = scale;
        this.warming = new Warming(track, system, scale);
    }

    /** @throws Refused when what was measured doesn't count */
    Map<Metric, Double> perform(Script script) throws IOException, InterruptedException, Refused {
        return switch (script.kind()) {
            case MEASURE -> measure(script.load());
            case DRAIN -> drain(script.load());
            case REPLAY -> replay(script.load());
            case MEASURE_BESIDE_READERS -> measureBeside(track, script.load());
            case MEASURE_BESIDE_REPLAY -> measureBeside(track.by(REPLAY), script.load());
        };
    }

    private Map<Metric, Double> measure(Workload load) throws IOException, InterruptedException, Refused {
        Workload some = some(load);
        try (LoadProcess client = track.open(List.of(some, load))) {
            warm(client, some, load);
            return measured(client, load);
        }
    }

    /**
     * Some of such a load until the code for it is compiled. What goes as fast as it can leaves more behind than a system finishes
     * meanwhile, and the time for that is given; what has a rate just goes on.
     */
    private void warm(LoadProcess client, Workload some, Workload load)
            throws IOException, InterruptedException, Refused {
        warming.by(client, some, scale.leastWarmings(load));
        if (scale.waitsForCompilers() && !load.sending().hasRate()) {
            settle(system.rest().usual());
        }
    }

    /** System and client are warmed by reading another backlog: what they would write would be flushed while the drain is measured. */
    private Map<Metric, Double> drain(Workload backlog) throws IOException, InterruptedException, Refused {
        Written other = track.write(part(backlog, PARTS_TO_COMPILE_BY));
        return drained(other, track.write(backlog));
    }

    private Map<Metric, Double> replay(Workload backlog) throws IOException, InterruptedException, Refused {
        Written other = writeToObjects(part(backlog, PARTS_TO_COMPILE_BY));
        return drained(other, writeToObjects(backlog));
    }

    private Map<Metric, Double> drained(Written other, Written written)
            throws IOException, InterruptedException, Refused {
        Workload some = Workload.drain(THROW_AWAY, other);
        Workload drain = Workload.drain(DRAIN, written);
        try (LoadProcess client = track.open(List.of(some, drain))) {
            warming.by(client, some, 1);
            settle(system.rest().usual());
            return measured(client, drain);
        }
    }

    private void settle(Duration rest) throws IOException, InterruptedException {
        Settling.await(system, rest, Duration.ofMillis(scale.settleMillis()));
    }

    private Written writeToObjects(Workload backlog) throws IOException, InterruptedException, Refused {
        Written written = track.write(backlog);
        if (!track.writesObjects()) {
            ObjectsOnly.await(system.servers(VARVE), written.topics());
        }
        return written;
    }

    private static Workload part(Workload backlog, int parts) {
        return backlog.span(Span.sending(0, Math.max(1, backlog.span().records() / parts)));
    }

    /** @param reader of objects */
    private Map<Metric, Double> measureBeside(Track reader, Workload load)
            throws IOException, InterruptedException, Refused {
        Workload some = some(load);
        try (LoadProcess client = track.open(List.of(some, load))) {
            warm(client, some, load);
            Workload backlog = Workload.of("backlog", Work.PRODUCE, load.recordBytes())
                    .topics(Topics.fresh(1, SHARDS))
                    .span(Span.sending(0, scale.backlogBytes() / PARTS_OF_BACKLOG / load.recordBytes()));
            // Where its records are, every shard begins a new segment, which has room for the other backlog.
            Written old = writeToObjects(backlog);
            Written recent = track.write(backlog);
            settle(system.rest().usual());
            InLedgers.check(system.servers(VARVE), recent);
            try (LoadProcess fromObjects = reader.start(drains(old));
                    LoadProcess fromLedgers = track.start(drains(recent))) {
                for (int time = 0; time < scale.leastWarmings(load); time++) {
                    track.run(client, some);
                }
                Map<Metric, Double> values = measured(client, load);
                if (!fromObjects.isAlive() || !fromLedgers.isAlive()) {
                    throw new Refused("the readers beside it ended before it did");
                }
                return values;
            }
        }
    }

    private static List<Workload> drains(Written backlog) {
        return IntStream.range(0, DRAINS_BESIDE)
                .mapToObj(number -> Workload.drain(DRAIN + number, backlog))
                .toList();
    }

    /** The same kind of load for a while: it compiles client and system, and nobody looks at it. */
    private Workload some(Workload load) {
        return new Workload(
                THROW_AWAY,
                load.work(),
                some(load.topics()),
                load.recordBytes(),
                load.keys(),
                load.sending(),
                scale.warming(),
                load.reading(),
                load.backlog());
    }

    /** A few are enough to compile a client, and the servers have to keep them. */
    private static Topics some(Topics topics) {
        return topics.number() > THROW_AWAY_TOPICS ? Topics.fresh(THROW_AWAY_TOPICS, topics.partitions()) : topics;
    }

    private Map<Metric, Double> measured(LoadProcess client, Workload workload)
            throws IOException, InterruptedException, Refused {
        Figures figures = track.run(client, workload).figures();
        Moment used = client.during(workload.name())
                .orElseThrow(() -> new Refused("the load generator didn't tell when it measured"));
        if (figures == null) {
            throw new Refused("no figures");
        }
        track.finish(client);
        Map<Metric, Double> values = Readout.of(figures, workload.recordBytes(), used.servers());
        values.put(Metric.COMPILERS, used.compilersPercent());
        values.put(Metric.OTHERS, used.machine().otherPercent(used.ourTicks()));
        values.put(Metric.STOLEN, used.machine().stolenPercent());
        long asked = workload.sending().recordsPerSecond();
        if (asked > 0) {
            values.put(Metric.ASKED_RECORDS, (double) asked);
        }
        return values;
    }
}
