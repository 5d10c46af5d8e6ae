/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.benchmark.compare.run;

import io.varve.bench.workload.Figures;
import io.varve.bench.workload.Flow;
import io.varve.bench.workload.Latency;
import io.varve.benchmark.compare.figure.Metric;
import io.varve.benchmark.compare.machine.ProcessUsage;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads metrics off what the load generator and the servers' usage say of one measurement. */
final class Readout {
    private static final double BYTES_PER_GB = 1e9;
    private static final double BYTES_PER_MB = 1e6;

    private Readout() {}

    /** All that there are. */
    static Map<Metric, Double> of(Figures figures, int recordBytes, ProcessUsage servers) {
        Map<Metric, Double> values = new EnumMap<>(Metric.class);
        long records = 0;
        Flow in = figures.in();
        if (in != null) {
            records = in.records();
            values.put(Metric.PRODUCED, in.mbPerSecond());
            values.put(Metric.PRODUCED_RECORDS, in.recordsPerSecond());
            put(values, in.latency(), Metric.ACK_P50, Metric.ACK_P99, Metric.ACK_P999);
        }
        Flow out = figures.out();
        if (out != null) {
            records = Math.max(records, out.records());
            values.put(Metric.CONSUMED, out.mbPerSecond());
            values.put(Metric.CONSUMED_RECORDS, out.recordsPerSecond());
            put(values, out.latency(), Metric.END_TO_END_P50, Metric.END_TO_END_P99, Metric.END_TO_END_P999);
        }
        double gigabytes = records * (double) recordBytes / BYTES_PER_GB;
        values.put(Metric.SERVER_CPU, servers.cpuSeconds() / gigabytes);
        values.put(Metric.CLIENT_CPU, figures.cpuSeconds() / gigabytes);
        values.put(Metric.PEAK_MEMORY, servers.peakRssBytes() / BYTES_PER_MB);
        return values;
    }

    private static void put(
            Map<Metric, Double> values, @Nullable Latency latency, Metric p50, Metric p99, Metric p999) {
        if (latency != null) {
            values.put(p50, latency.p50Millis());
            values.put(p99, latency.p99Millis());
            values.put(p999, latency.p999Millis());
        }
    }
}
