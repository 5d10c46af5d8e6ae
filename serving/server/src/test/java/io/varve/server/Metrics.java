/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.server;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.regex.Pattern;

/**
 * What {@code /metrics} said.
 *
 * @param text in Prometheus' format
 */
record Metrics(String text) {
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    static Metrics of(RunningServer server) throws Exception {
        URI uri = URI.create("http://" + server.addresses().get("http") + "/metrics");
        return new Metrics(HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(uri).timeout(PATIENCE).build(), HttpResponse.BodyHandlers.ofString())
                .body());
    }

    /** Of all samples of this name, whatever their labels. */
    double sum(String name) {
        return Pattern.compile("(?m)^" + name + "(?:\\{[^}]*})? (\\S+)$")
                .matcher(text)
                .results()
                .mapToDouble(sample -> Double.parseDouble(sample.group(1)))
                .sum();
    }
}
