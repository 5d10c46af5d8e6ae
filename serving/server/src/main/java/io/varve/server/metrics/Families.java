/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.server.metrics;

import io.prometheus.client.Collector;
import io.prometheus.client.Collector.MetricFamilySamples;
import io.prometheus.client.Collector.MetricFamilySamples.Sample;
import io.prometheus.client.CounterMetricFamily;
import io.prometheus.client.GaugeMetricFamily;
import io.varve.log.LatencyHistogram;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/** Numbers that were read elsewhere, in the form that Prometheus' library passes on. */
final class Families {
    private final List<MetricFamilySamples> all = new ArrayList<>();

    List<MetricFamilySamples> all() {
        return all;
    }

    Families counter(String name, String help, long value) {
        all.add(new CounterMetricFamily(name, help, (double) value));
        return this;
    }

    Families gauge(String name, String help, long value) {
        all.add(new GaugeMetricFamily(name, help, (double) value));
        return this;
    }

    /** One number for each of some things, by what they are called. */
    <T> Families counters(String name, String help, String label, Map<String, T> things, ToDoubleFunction<T> number) {
        CounterMetricFamily family = new CounterMetricFamily(name, help, List.of(label));
        things.forEach((called, thing) -> family.addMetric(List.of(called), number.applyAsDouble(thing)));
        all.add(family);
        return this;
    }

    /** As {@link #counters}. */
    <T> Families gauges(String name, String help, String label, Map<String, T> things, ToDoubleFunction<T> number) {
        GaugeMetricFamily family = new GaugeMetricFamily(name, help, List.of(label));
        things.forEach((called, thing) -> family.addMetric(List.of(called), number.applyAsDouble(thing)));
        all.add(family);
        return this;
    }

    /** One histogram for each of some things, by what they are called. */
    Families histograms(String name, String help, String label, Map<String, LatencyHistogram> latencies) {
        List<Sample> samples = new ArrayList<>();
        latencies.forEach((called, latency) -> add(samples, name, label, called, latency));
        all.add(new MetricFamilySamples(name, Collector.Type.HISTOGRAM, help, samples));
        return this;
    }

    private static void add(List<Sample> samples, String name, String label, String called, LatencyHistogram latency) {
        List<Double> bounds = LatencyHistogram.boundsSeconds();
        long[] counts = latency.counts();
        long upTo = 0;
        for (int i = 0; i < counts.length; i++) {
            upTo += counts[i];
            String bound = i < bounds.size() ? Double.toString(bounds.get(i)) : "+Inf";
            samples.add(new Sample(name + "_bucket", List.of(label, "le"), List.of(called, bound), upTo));
        }
        samples.add(new Sample(name + "_count", List.of(label), List.of(called), upTo));
        samples.add(new Sample(name + "_sum", List.of(label), List.of(called), latency.sumSeconds()));
    }
}
