/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.benchmark.compare.run;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** What had been used at the moments that the load generator tells of on its stdout. */
final class Marks implements Consumer<String> {
    private static final String MEASURING = "measuring ";
    private static final String CHECKING = "checking ";

    private static final String DONE = "done ";

    private final Supplier<Moment> now;
    private final Semaphore done = new Semaphore(0);
    private final Map<String, Moment> seen = new ConcurrentHashMap<>();

    /** @param now what has been used so far */
    Marks(Supplier<Moment> now) {
        this.now = now;
    }

    @Override
    public void accept(String line) {
        if (line.startsWith(MEASURING) || line.startsWith(CHECKING)) {
            seen.put(line, now.get());
        } else if (line.startsWith(DONE)) {
            done.release();
        }
    }

    /** Whether a workload comes to its end within a time; each end is told once. */
    boolean awaitDone(Duration atMost) throws InterruptedException {
        return done.tryAcquire(atMost.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** What was used while a workload was measured, the last time; empty when it didn't come to its end. */
    Optional<Moment> during(String workload) {
        Moment from = seen.get(MEASURING + workload);
        Moment to = seen.get(CHECKING + workload);
        return from == null || to == null ? Optional.empty() : Optional.of(to.since(from));
    }
}
