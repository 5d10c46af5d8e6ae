/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.benchmark.compare.figure;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Collectors;

/** All runs of a comparison; those that were refused are told and never counted. */
public final class Figures {
    /** Of a rate; what is missing may be the way of the last record. */
    private static final double HELD = 0.99;

    private final List<Measurement> measurements;

    /** @param measurements in any order */
    public Figures(Collection<Measurement> measurements) {
        this.measurements = List.copyOf(measurements);
    }

    /** All runs, in the order in which they were made. */
    public List<Measurement> measurements() {
        return measurements;
    }

    /** Workloads that were run, by the order of their first run. */
    public List<String> workloads() {
        return measurements.stream().map(Measurement::workload).distinct().toList();
    }

    /** Of these workloads, the most runs of a lane that count. */
    public int runs(Collection<String> workloads) {
        return measurements.stream()
                .filter(run -> run.counts() && workloads.contains(run.workload()))
                .collect(Collectors.groupingBy(run -> List.of(run.workload(), run.lane()), Collectors.counting()))
                .values()
                .stream()
                .mapToInt(Long::intValue)
                .max()
                .orElse(0);
    }

    /** The runs of a lane that don't count. */
    public List<Measurement> refusals(String workload, String lane) {
        return of(workload, lane).stream().filter(run -> !run.counts()).toList();
    }

    /** What the runs of a lane that count have in common; empty when no such run has the metric. */
    public Optional<Spread> spread(String workload, String lane, Metric metric) {
        List<Double> values = new ArrayList<>();
        for (Measurement run : of(workload, lane)) {
            Double value = run.values().get(metric);
            if (run.counts() && value != null) {
                values.add(value);
            }
        }
        return values.isEmpty() ? Optional.empty() : Optional.of(Spread.of(values));
    }

    /**
     * Whether a lane, by its median, came short of the rate at which it was to send: times at a lower rate aren't those that were
     * asked for.
     */
    public boolean lags(String workload, String lane) {
        double asked = median(workload, lane, Metric.ASKED_RECORDS);
        return median(workload, lane, Metric.PRODUCED_RECORDS) < HELD * asked;
    }

    /**
     * Of some lanes, of those that have the most runs with the metric, the one with the best median; where it is a time, one that
     * lags only if all do. Empty when none has the metric.
     */
    public Optional<String> best(String workload, Collection<String> lanes, Metric metric) {
        int most = lanes.stream()
                .mapToInt(lane -> runs(workload, lane, metric))
                .max()
                .orElse(0);
        Comparator<String> byMedian = Comparator.comparingDouble(lane -> median(workload, lane, metric));
        Comparator<String> byRate = Comparator.comparing(lane -> !lags(workload, lane));
        return lanes.stream()
                .filter(lane -> most > 0 && runs(workload, lane, metric) == most)
                .max(metric.isHigherBetter() ? byMedian : byRate.thenComparing(byMedian.reversed()));
    }

    /**
     * The median of a lane over that of another; empty when one of them has none, or the other's is 0, and where it would say that
     * times of a lane that lags are shorter than those of one that doesn't.
     */
    public OptionalDouble ratio(String workload, String lane, String other, Metric metric) {
        Optional<Spread> mine = spread(workload, lane, metric);
        Optional<Spread> theirs = spread(workload, other, metric);
        if (mine.isEmpty() || theirs.isEmpty() || theirs.get().median() == 0) {
            return OptionalDouble.empty();
        }
        double ratio = mine.get().median() / theirs.get().median();
        String shorter = ratio < 1 ? lane : other;
        String longer = ratio < 1 ? other : lane;
        boolean isUndecided = !metric.isHigherBetter() && lags(workload, shorter) && !lags(workload, longer);
        return isUndecided ? OptionalDouble.empty() : OptionalDouble.of(ratio);
    }

    private int runs(String workload, String lane, Metric metric) {
        return spread(workload, lane, metric).map(Spread::runs).orElse(0);
    }

    private double median(String workload, String lane, Metric metric) {
        return spread(workload, lane, metric).map(Spread::median).orElse(Double.NaN);
    }

    private List<Measurement> of(String workload, String lane) {
        return measurements.stream()
                .filter(run -> run.workload().equals(workload) && run.lane().equals(lane))
                .toList();
    }
}
