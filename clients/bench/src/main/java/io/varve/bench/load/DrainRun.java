/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.bench.load;

import io.varve.bench.check.Census;
import io.varve.bench.check.Receipts;
import io.varve.bench.check.Tally;
import io.varve.bench.check.Values;
import io.varve.bench.check.Verdict;
import io.varve.bench.workload.Figures;
import io.varve.bench.workload.Flow;
import io.varve.bench.workload.Written;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A run in which groups read what is there. */
final class DrainRun {
    /** After so long without a record there are no more, where nobody knows how many there are. */
    private static final Duration SILENCE = Duration.ofSeconds(5);

    private final Run run;

    DrainRun(Run run) {
        this.run = run;
    }

    Load.Outcome perform() {
        Written backlog = run.workload().backlog();
        return new Load.Outcome(backlog == null ? drainUnknown() : drain(backlog), null);
    }

    private @Nullable Figures drain(Written backlog) {
        Values values = Values.of(backlog);
        int producers = backlog.recordsOfProducer().size();
        return measure(
                () -> new Tally(values, producers, backlog.keys(), backlog.partitions()),
                groups -> groups.await(backlog.records()),
                tallies -> Verdict.on(backlog, tallies, true));
    }

    private @Nullable Figures drainUnknown() {
        return measure(Census::new, groups -> groups.awaitSilence(SILENCE), this::compareWithoutGroup);
    }

    private Optional<String> compareWithoutGroup(List<Census> readers) {
        Census read = Census.sum(readers);
        Census all = new Census();
        run.driver().readAll(run.names().topics(), all::add);
        return all.agreesWith(read)
                ? Optional.empty()
                : Optional.of("it got " + read + "; a reader without a group got " + all);
    }

    private <R extends Receipts> @Nullable Figures measure(
            Supplier<R> receipts, Consumer<Groups<R>> awaitEnd, Function<List<R>, Optional<String>> judge) {
        try (Groups<R> groups = Groups.join(run, receipts)) {
            run.listener().measuring(run.workload());
            groups.start();
            groups.awaitFirst();
            Measurement measurement =
                    Measurement.begun(groups.firstNanos(), Producers.none(run), groups, run.listener(), run.failure());
            awaitEnd.accept(groups);
            double cpuSeconds = measurement.cpuSeconds();
            run.listener().checking(run.workload());
            measurement.end(groups.lastNanos());
            groups.judge(judge);
            if (run.failure().isThere()) {
                return null;
            }
            double seconds = measurement.secondsTo(groups.lastNanos());
            Flow out = Flow.of(groups.records(), groups.bytes(), seconds, null);
            return new Figures(null, out, measurement.seconds(), cpuSeconds);
        }
    }
}
