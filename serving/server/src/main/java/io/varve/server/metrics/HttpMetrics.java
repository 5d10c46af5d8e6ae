/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.server.metrics;

import io.prometheus.client.Collector;
import io.prometheus.client.CounterMetricFamily;
import io.varve.http.HttpGateway;
import io.varve.http.job.JobCounters;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * The counters of the HTTP gateway and its jobs in Prometheus' form. Labels are the document's operations and statuses and the
 * states of jobs, never topics.
 */
public final class HttpMetrics extends Collector {
    private final HttpGateway gateway;

    /** Of this gateway. */
    public HttpMetrics(HttpGateway gateway) {
        this.gateway = gateway;
    }

    @Override
    public List<MetricFamilySamples> collect() {
        CounterMetricFamily requests = new CounterMetricFamily(
                "varve_http_requests",
                "Requests answered, by operation of the API's document and status.",
                List.of("operation", "status"));
        gateway.counters()
                .outcomes()
                .forEach((outcome, count) -> requests.addMetric(
                        List.of(outcome.operation(), Integer.toString(outcome.status())), (double) count));
        JobCounters jobs = gateway.jobs();
        Map<String, Long> jobsByState = new TreeMap<>();
        jobs.byState().forEach((state, count) -> jobsByState.put(state.name().toLowerCase(Locale.ROOT), count));
        List<MetricFamilySamples> all = new Families()
                .gauge(
                        "varve_http_requests_under_way",
                        "Requests not answered yet, long polls included.",
                        gateway.requests())
                .gauge("varve_http_connections", "Open connections.", gateway.connections())
                .gauge("varve_http_body_bytes", "Bodies of requests that are held.", gateway.bodyBytes())
                .gauge("varve_http_answer_bytes", "Large answers that callers haven't taken.", gateway.answerBytes())
                .gauge("varve_http_members", "Members of groups kept for callers.", gateway.members())
                .gauges(
                        "varve_jobs",
                        "Replay jobs of the cluster, as this broker saw them last.",
                        "state",
                        jobsByState,
                        Long::doubleValue)
                .counter("varve_job_failures", "Replay jobs that failed here, for good or not.", jobs.failures())
                .counter("varve_job_copied_records", "Records that replay jobs have copied here.", jobs.copiedRecords())
                .all();
        all.add(requests);
        return all;
    }
}
