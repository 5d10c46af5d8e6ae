/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.benchmark.compare.plan;

import io.varve.benchmark.compare.figure.Metric;
import java.util.List;
import java.util.stream.Stream;

/**
 * A workload and all who run it.
 *
 * @param id such as W1
 * @param title what it does, in words
 * @param headline what it is judged by
 * @param columns what tables show of it, the headline first
 * @param entries who runs it
 */
public record Case(String id, String title, Metric headline, List<Metric> columns, List<Entry> entries) {
    public Case {
        columns = List.copyOf(columns);
        entries = List.copyOf(entries);
    }

    /** Those that run on one system. */
    public List<Entry> on(String system) {
        return entries.stream()
                .filter(entry -> entry.lane().system().equals(system))
                .toList();
    }

    /** The same workload for each of those, run by nobody else. */
    public Stream<Case> one(String system) {
        return on(system).stream().map(entry -> new Case(id, title, headline, columns, List.of(entry)));
    }
}
