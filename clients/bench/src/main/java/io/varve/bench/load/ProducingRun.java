/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.bench.load;

import io.varve.bench.check.Tally;
import io.varve.bench.check.Values;
import io.varve.bench.check.Verdict;
import io.varve.bench.workload.Figures;
import io.varve.bench.workload.Flow;
import io.varve.bench.workload.Latency;
import io.varve.bench.workload.Span;
import io.varve.bench.workload.Workload;
import io.varve.bench.workload.Written;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A run in which records are sent, and perhaps read along. */
final class ProducingRun {
    private final Run run;
    private final Workload workload;
    private final Values values;

    ProducingRun(Run run) {
        this.run = run;
        this.workload = run.workload();
        this.values = new Values(run.names().runId(), workload.recordBytes(), workload.keys());
    }

    Load.Outcome perform() {
        if (workload.topics().names().isEmpty()) {
            run.driver().createTopics(run.names().topics(), workload.topics().partitions());
        }
        try (Groups<Tally> groups = Groups.join(run, this::newTally);
                Producers producers = Producers.open(run, values)) {
            warmUp(producers, groups);
            if (run.failure().isThere()) {
                return Load.Outcome.NONE;
            }
            Figures figures = measure(producers, groups);
            return new Load.Outcome(figures, written(producers));
        }
    }

    /** Each consumer has its partitions, and each connection has been used, when all records of the warm-up have come. */
    private void warmUp(Producers producers, Groups<Tally> groups) {
        groups.start();
        producers.greet();
        Span span = workload.span();
        if (span.warmUpMillis() > 0 && !run.failure().isThere()) {
            producers.send(Phase.of(span.warmUpMillis(), 0));
        }
        groups.await(producers.records());
    }

    private @Nullable Figures measure(Producers producers, Groups<Tally> groups) {
        long before = producers.records();
        run.listener().measuring(workload);
        Measurement measurement = Measurement.begin(producers, groups, run.listener(), run.failure());
        Span span = workload.span();
        producers.send(Phase.of(span.durationMillis(), span.records()));
        boolean paced = workload.sending().hasRate();
        if (!paced) {
            groups.await(producers.records());
        }
        double cpuSeconds = measurement.cpuSeconds();
        run.listener().checking(workload);
        if (!run.failure().isThere()) {
            readBack(producers);
        }
        if (paced) {
            groups.await(producers.records());
        }
        measurement.end(Math.max(producers.lastAnswerNanos(), groups.lastNanos()));
        Written written = written(producers);
        groups.judge(tallies -> Verdict.on(written, tallies, isStrangerAllowed()));
        if (run.failure().isThere()) {
            return null;
        }
        long records = producers.records() - before;
        Flow in = Flow.of(
                records,
                records * workload.recordBytes(),
                measurement.secondsTo(producers.lastAnswerNanos()),
                Latency.of(measurement.ackMicros()));
        Flow out = groups.size() == 0
                ? null
                : Flow.of(
                        records * groups.size(),
                        records * groups.size() * workload.recordBytes(),
                        measurement.secondsTo(groups.lastNanos()),
                        Latency.of(measurement.endToEndMicros()));
        return new Figures(in, out, measurement.seconds(), cpuSeconds);
    }

    /** At the last acknowledgement, and before anything is flushed. */
    private void readBack(Producers producers) {
        Tally tally = newTally();
        try {
            run.driver().readAll(run.names().topics(), tally::add);
        } catch (RuntimeException e) {
            run.failure().set("reading back failed: " + e);
            return;
        }
        Verdict.on(written(producers), List.of(tally), isStrangerAllowed())
                .ifPresent(why -> run.failure().set("reading back: " + why));
    }

    private Tally newTally() {
        return new Tally(
                values,
                Producers.number(workload),
                workload.keys(),
                workload.topics().partitions());
    }

    private Written written(Producers producers) {
        return producers.written(run.names().runId(), run.names().topics(), workload);
    }

    private boolean isStrangerAllowed() {
        return !workload.topics().names().isEmpty();
    }
}
