/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.server;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.prometheus.client.CollectorRegistry;
import io.prometheus.client.exporter.common.TextFormat;
import io.varve.http.HttpGateway;
import io.varve.http.call.Answer;
import io.varve.http.call.Endpoint;
import io.varve.server.node.Readiness;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/**
 * What operators and their tools ask a server over HTTP besides whether it lives:
 *
 * <ul>
 *   <li>{@code ready}: 200 when it can do all of its work, else 503; JSON that says what is missing
 *   <li>{@code metrics}: Prometheus text format
 * </ul>
 */
final class OperatorEndpoints {
    private final CollectorRegistry metrics;
    private final Supplier<Readiness> readiness;
    private final ObjectMapper json = new ObjectMapper();

    OperatorEndpoints(CollectorRegistry metrics, Supplier<Readiness> readiness) {
        this.metrics = metrics;
        this.readiness = readiness;
    }

    /** Them by their names in the API's document. */
    Map<String, Endpoint> byName() {
        return Map.of(
                "ready", call -> CompletableFuture.completedFuture(ready()),
                "metrics", call -> CompletableFuture.completedFuture(metrics()));
    }

    private Answer ready() {
        Readiness now = readiness.get();
        ObjectNode root = json.createObjectNode().put("ready", now.ready());
        ObjectNode missing = root.putObject("missing");
        now.missing().forEach(missing::put);
        return Answer.of(
                now.ready() ? 200 : 503,
                "application/json",
                (root.toPrettyString() + "\n").getBytes(StandardCharsets.UTF_8));
    }

    private Answer metrics() {
        StringWriter text = new StringWriter();
        try {
            TextFormat.write004(text, metrics.metricFamilySamples());
        } catch (IOException e) {
            throw new UncheckedIOException("metrics are written into memory", e);
        }
        return HttpGateway.text(TextFormat.CONTENT_TYPE_004, text.toString());
    }
}
