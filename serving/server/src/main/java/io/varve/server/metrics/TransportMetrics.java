/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.server.metrics;

import io.prometheus.client.Collector.MetricFamilySamples;
import io.prometheus.client.CounterMetricFamily;
import io.varve.protocol.error.ErrorCode;
import io.varve.protocol.frame.CommandType;
import io.varve.transport.NativeServer;
import io.varve.transport.TransportCounters;
import java.util.List;
import java.util.Locale;

/** The clients' side. */
final class TransportMetrics {
    private final NativeServer server;

    TransportMetrics(NativeServer server) {
        this.server = server;
    }

    void addTo(Families families) {
        TransportCounters counters = server.counters();
        families.gauge("varve_transport_connections", "Open connections.", counters.connections());
        families.all().add(requests(counters));
        families.all().add(failures(counters));
        families.counter("varve_transport_produced_bytes", "Batches that came in.", counters.producedBytes())
                .counter("varve_transport_pushed_bytes", "Batches pushed to readers.", counters.pushedBytes())
                .counter(
                        "varve_transport_reader_pauses",
                        "Times a reader waited for its client.",
                        counters.readerPauses())
                .gauge(
                        "varve_transport_unanswered_bytes",
                        "Requests taken in and not answered.",
                        server.budget().takenBytes())
                .gauge(
                        "varve_transport_unanswered_limit_bytes",
                        "At how many of these and of varve_bookies_unsent_bytes no connection is read.",
                        server.budget().limitBytes())
                .gauge(
                        "varve_transport_paused_connections",
                        "Connections not read because too much is unanswered.",
                        server.budget().pausedConnections())
                .gauge(
                        "varve_transport_unsent_bytes",
                        "Records read for clients and not sent to them.",
                        server.sendBudget().heldBytes())
                .gauge(
                        "varve_transport_unsent_limit_bytes",
                        "How many that may be, besides a little for each connection.",
                        server.sendBudget().limitBytes())
                .gauge(
                        "varve_transport_waiting_connections",
                        "Connections that wait for others to take what they are sent.",
                        server.sendBudget().waitingConnections());
    }

    private static MetricFamilySamples requests(TransportCounters counters) {
        CounterMetricFamily requests = new CounterMetricFamily(
                "varve_transport_requests", "Requests taken in, by command.", List.of("command"));
        for (CommandType type : CommandType.values()) {
            if (type.isRequest()) {
                requests.addMetric(List.of(label(type)), (double) counters.requests(type));
            }
        }
        return requests;
    }

    /** Of the many pairs of command and code only those that have happened. */
    private static MetricFamilySamples failures(TransportCounters counters) {
        CounterMetricFamily failures = new CounterMetricFamily(
                "varve_transport_failures",
                "Requests and connections refused or failed, by command and code.",
                List.of("command", "code"));
        for (CommandType type : CommandType.values()) {
            for (ErrorCode code : ErrorCode.values()) {
                long count = counters.failures(type, code);
                if (count > 0) {
                    failures.addMetric(List.of(label(type), label(code)), (double) count);
                }
            }
        }
        return failures;
    }

    private static String label(Enum<?> word) {
        return word.name().toLowerCase(Locale.ROOT);
    }
}
