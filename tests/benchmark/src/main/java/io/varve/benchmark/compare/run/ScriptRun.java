/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.benchmark.compare.run;

import io.varve.bench.workload.Figures;
import io.varve.bench.workload.Result;
import io.varve.bench.workload.Span;
import io.varve.bench.workload.Topics;
import io.varve.bench.workload.Work;
import io.varve.bench.workload.Workload;
import io.varve.bench.workload.Written;
import io.varve.benchmark.compare.figure.Metric;
import io.varve.benchmark.compare.machine.ProcessUsage;
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
    private static final String DRAIN = "drain";

    /** Drains that follow each other beside a measurement: more than it lasts. */
    private static final int DRAINS_BESIDE = 200;

    private static final int PARTS_OF_BACKLOG = 4;

    private final Track track;
    private final RunningSystem system;
    private final Scale scale;

    ScriptRun(Track track, RunningSystem system, Scale scale) {
        this.track = track;
        this.system = system;
        this.scale = scale;
    }

    /** @throws Refused when what was measured doesn't count */
    Map<Metric, Double> perform(Script script) throws IOException, InterruptedException, Refused {
        return switch (script.kind()) {
            case MEASURE -> measure(script.load());
            case DRAIN -> drain(script.load(), false);
            case REPLAY -> drain(script.load(), true);
            case MEASURE_BESIDE_READERS -> measureBesideReaders(script.load());
        };
    }

    private Map<Metric, Double> measure(Workload load) throws IOException, InterruptedException, Refused {
        return measured(List.of(throwAway(load), load));
    }

    private Map<Metric, Double> drain(Workload backlog, boolean fromObjects)
            throws IOException, InterruptedException, Refused {
        Written written = track.write(backlog);
        if (fromObjects) {
            ObjectsOnly.await(system.servers("varve"), written.topics());
        }
        Settling.await(system, system.rest().usual(), Duration.ofMillis(scale.settleMillis()));
        Workload along = Workload.of(THROW_AWAY, Work.END_TO_END, backlog.recordBytes());
        Workload first = track.readsObjects() ? Workload.drain(THROW_AWAY, written) : throwAway(along);
        return measured(List.of(first, Workload.drain(DRAIN, written)));
    }

    private Map<Metric, Double> measureBesideReaders(Workload load) throws IOException, InterruptedException, Refused {
        Workload backlog = Workload.of("backlog", Work.PRODUCE, load.recordBytes())
                .topics(Topics.fresh(1, 1))
                .span(Span.sending(0, scale.backlogBytes() / PARTS_OF_BACKLOG / load.recordBytes()));
        Written old = track.write(backlog);
        ObjectsOnly.await(system.servers("varve"), old.topics());
        Written recent = track.write(backlog);
        try (LoadProcess fromObjects = track.start(drains(old));
                LoadProcess fromLedgers = track.start(drains(recent))) {
            Map<Metric, Double> values = measured(List.of(throwAway(load), load));
            if (!fromObjects.isAlive() || !fromLedgers.isAlive()) {
                throw new Refused("the readers beside it ended before it did");
            }
            return values;
        }
    }

    private static List<Workload> drains(Written backlog) {
        return IntStream.range(0, DRAINS_BESIDE)
                .mapToObj(number -> Workload.drain(DRAIN + number, backlog))
                .toList();
    }

    /** The same kind of load for a moment: it compiles the client, and nobody looks at it. */
    private Workload throwAway(Workload load) {
        return new Workload(
                THROW_AWAY,
                load.work(),
                load.topics(),
                load.recordBytes(),
                load.keys(),
                load.sending(),
                Span.lasting(0, scale.throwAwayMillis()),
                load.reading(),
                load.backlog());
    }

    private Map<Metric, Double> measured(List<Workload> workloads) throws IOException, InterruptedException, Refused {
        try (LoadProcess load = track.start(workloads)) {
            Result result = track.finish(load);
            Figures figures = result.figures();
            ProcessUsage usage = load.usageDuring(result.workload().name())
                    .orElseThrow(() -> new Refused("the load generator didn't tell when it measured"));
            if (figures == null) {
                throw new Refused("no figures");
            }
            Map<Metric, Double> values = Readout.of(figures, result.workload().recordBytes(), usage);
            long asked = result.workload().sending().recordsPerSecond();
            if (asked > 0) {
                values.put(Metric.ASKED_RECORDS, (double) asked);
            }
            return values;
        }
    }
}
