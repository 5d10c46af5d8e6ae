/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.server;

import io.prometheus.client.Collector;
import io.prometheus.client.CollectorRegistry;
import io.prometheus.client.CounterMetricFamily;
import io.prometheus.client.GaugeMetricFamily;
import io.prometheus.client.hotspot.DefaultExports;
import io.varve.objects.cold.ColdReader;
import io.varve.objects.cold.ColdReaderStats;
import io.varve.protocol.error.ErrorCode;
import io.varve.protocol.frame.CommandType;
import io.varve.shard.ShardHost;
import io.varve.transport.NativeServer;
import io.varve.transport.TransportCounters;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A broker's counters in Prometheus' form, read when they are asked for. Labels are enumerations, never topics or clients. */
final class BrokerMetrics extends Collector {
    private final NativeServer server;
    private final ShardHost shards;
    private final ColdReader coldReader;

    BrokerMetrics(NativeServer server, ShardHost shards, ColdReader coldReader) {
        this.server = server;
        this.shards = shards;
        this.coldReader = coldReader;
    }

    /** Adds these and the JVM's own to a registry. */
    void addTo(CollectorRegistry registry) {
        registry.register(this);
        DefaultExports.register(registry);
    }

    @Override
    public List<MetricFamilySamples> collect() {
        List<MetricFamilySamples> all = new ArrayList<>();
        transport(all);
        shards(all);
        cold(all);
        return all;
    }

    private void transport(List<MetricFamilySamples> all) {
        TransportCounters counters = server.counters();
        all.add(gauge("varve_transport_connections", "Open connections.", counters.connections()));
        CounterMetricFamily requests = new CounterMetricFamily(
                "varve_transport_requests", "Requests taken in, by command.", List.of("command"));
        for (CommandType type : CommandType.values()) {
            if (type.isRequest()) {
                requests.addMetric(List.of(label(type)), (double) counters.requests(type));
            }
        }
        all.add(requests);
        CounterMetricFamily failures = new CounterMetricFamily(
                "varve_transport_failures", "Requests and connections refused or failed, by code.", List.of("code"));
        for (ErrorCode code : ErrorCode.values()) {
            failures.addMetric(List.of(label(code)), (double) counters.failures(code));
        }
        all.add(failures);
        all.add(counter("varve_transport_produced_bytes", "Batches that came in.", counters.producedBytes()));
        all.add(counter("varve_transport_pushed_bytes", "Batches pushed to readers.", counters.pushedBytes()));
        all.add(counter(
                "varve_transport_reader_pauses", "Times a reader waited for its client.", counters.readerPauses()));
        all.add(gauge(
                "varve_transport_unanswered_bytes",
                "Requests taken in and not answered.",
                server.budget().takenBytes()));
        all.add(gauge(
                "varve_transport_paused_connections",
                "Connections not read because too much is unanswered.",
                server.budget().pausedConnections()));
    }

    private void shards(List<MetricFamilySamples> all) {
        all.add(gauge(
                "varve_shards_serving", "Shards served here.", shards.shards().size()));
        all.add(gauge(
                "varve_shards_not_serving",
                "Shards assigned here and not served.",
                shards.notServing().size()));
    }

    private void cold(List<MetricFamilySamples> all) {
        ColdReaderStats stats = coldReader.stats();
        all.add(counter("varve_cold_answers", "Reads of history answered.", stats.answers()));
        all.add(counter("varve_cold_hits", "Of those, from the cache.", stats.hits()));
        all.add(counter("varve_cold_store_reads", "Reads of the object store.", stats.storeReads()));
        all.add(counter("varve_cold_store_read_bytes", "What they asked for.", stats.storeBytes()));
        all.add(counter("varve_cold_refused", "Reads of history refused.", stats.refused()));
        all.add(gauge("varve_cold_cached_bytes", "History in memory.", stats.cachedBytes()));
        all.add(gauge("varve_cold_waiting_reads", "Reads waiting for memory.", stats.waitingReads()));
    }

    private static String label(Enum<?> word) {
        return word.name().toLowerCase(Locale.ROOT);
    }

    private static CounterMetricFamily counter(String name, String help, long value) {
        return new CounterMetricFamily(name, help, (double) value);
    }

    private static GaugeMetricFamily gauge(String name, String help, long value) {
        return new GaugeMetricFamily(name, help, (double) value);
    }
}
