/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.bench.load;

import io.varve.bench.check.Values;
import io.varve.bench.driver.Driver;
import io.varve.bench.workload.Figures;
import io.varve.bench.workload.Result;
import io.varve.bench.workload.Workload;
import io.varve.bench.workload.Written;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/** Runs workloads against one system. */
public final class Load {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final String system;
    private final Map<String, String> settings;
    private final Driver driver;
    private final Duration patience;
    private volatile Failure present = new Failure();

    /** Of a system with a name and the client settings that its driver, which is borrowed, was opened with. */
    public Load(String system, Map<String, String> settings, Driver driver) {
        this(system, settings, driver, PATIENCE);
    }

    /** The same, giving up when nothing has moved for so long. */
    Load(String system, Map<String, String> settings, Driver driver, Duration patience) {
        this.system = system;
        this.settings = settings;
        this.driver = driver;
        this.patience = patience;
    }

    /**
     * Runs a workload, measures it and checks it. The check begins at the last acknowledgement, before any producer is flushed or
     * closed: what can't be read then was acknowledged too early. Where producers are as fast as they can be and consumers read
     * along, it begins when these are done, since it would slow them down.
     *
     * <p>What fails while topics, producers and consumers are made is thrown; everything later is in the result.
     */
    public Result run(Workload workload, LoadListener listener) {
        listener.preparing(workload);
        Instant startedAt = Instant.now().truncatedTo(ChronoUnit.MILLIS);
        RunNames names = RunNames.of(ThreadLocalRandom.current().nextLong(Values.MAX_RUN_ID), workload.topics());
        listener.making(workload.topics().names().isEmpty() ? names.topics() : List.of(), names.groups(workload));
        Failure failure = new Failure();
        present = failure;
        Run run = new Run(workload, names, driver, listener, failure, patience);
        Outcome outcome = workload.isProducing() ? new ProducingRun(run).perform() : new DrainRun(run).perform();
        String refused = failure.why().orElse(null);
        return new Result(
                system,
                settings,
                workload,
                startedAt.toString(),
                refused,
                refused == null ? outcome.figures() : null,
                refused == null ? outcome.written() : null);
    }

    /** Ends the present run soon, if there is one; its result is refused. May be called from any thread. */
    public void stop() {
        present.set("stopped");
    }

    /** What a run came to, if nothing went wrong. */
    record Outcome(@Nullable Figures figures, @Nullable Written written) {
        static final Outcome NONE = new Outcome(null, null);
    }
}
