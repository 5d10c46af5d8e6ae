/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.benchmark.compare.run;

import io.varve.benchmark.compare.machine.ProcessUsage;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** What the servers had used at the moments that the load generator tells of on its stdout. */
final class Marks implements Consumer<String> {
    private static final String MEASURING = "measuring ";
    private static final String CHECKING = "checking ";

    private final Supplier<ProcessUsage> usage;
    private final Map<String, ProcessUsage> seen = new ConcurrentHashMap<>();

    /** @param usage what the servers have used so far */
    Marks(Supplier<ProcessUsage> usage) {
        this.usage = usage;
    }

    @Override
    public void accept(String line) {
        if (line.startsWith(MEASURING) || line.startsWith(CHECKING)) {
            seen.put(line, usage.get());
        }
    }

    /** What they used while a workload was measured; empty when it didn't come to its end. */
    Optional<ProcessUsage> during(String workload) {
        ProcessUsage from = seen.get(MEASURING + workload);
        ProcessUsage to = seen.get(CHECKING + workload);
        return from == null || to == null ? Optional.empty() : Optional.of(to.since(from));
    }
}
