/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.simulation;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/** What many seeds came to together. */
final class Tally {
    private final Map<String, Integer> faults = new TreeMap<>();
    private final Map<String, Integer> operations = new TreeMap<>();
    private int seeds;
    private int failed;
    private long effects;
    private long images;
    private long deletedLedgers;
    private long inherited;
    private long hash;

    static Tally of(Outcome outcome) {
        Tally tally = new Tally();
        tally.add(outcome);
        return tally;
    }

    void add(Outcome outcome) {
        seeds++;
        failed += outcome.violation() == null ? 0 : 1;
        effects += outcome.effects();
        images += outcome.comparedImages();
        deletedLedgers += outcome.deletedLedgers();
        inherited += outcome.inherited();
        hash = hash * 31 + outcome.traceHash();
        outcome.faults().forEach((fault, count) -> faults.merge(fault, count, Integer::sum));
        outcome.operations().forEach((operation, count) -> operations.merge(operation, count, Integer::sum));
    }

    int failed() {
        return failed;
    }

    /** How often each thing went wrong. */
    Map<String, Integer> faults() {
        return Collections.unmodifiableMap(faults);
    }

    /** Operations of clients by outcome. */
    Map<String, Integer> operations() {
        return Collections.unmodifiableMap(operations);
    }

    long images() {
        return images;
    }

    long deletedLedgers() {
        return deletedLedgers;
    }

    long inherited() {
        return inherited;
    }

    /** Of all seeds' traces, in their order. */
    String trace() {
        return String.format("trace %016x", hash);
    }

    /** In lines. */
    String report(long ms) {
        StringBuilder report = new StringBuilder();
        line(report, "faults that bit", faults);
        line(report, "operations by outcome", operations);
        report.append(String.format(
                "%d seeds in %.1f s, %d failed; %d calls to stores, %d section images compared, %d ledgers deleted,"
                        + " %d shards inherited, %s%n",
                seeds, ms / 1000.0, failed, effects, images, deletedLedgers, inherited, trace()));
        return report.toString();
    }

    private static void line(StringBuilder report, String title, Map<String, Integer> counts) {
        report.append(title).append(System.lineSeparator());
        counts.forEach((what, count) -> report.append(String.format("  %,12d  %s%n", count, what)));
    }
}
