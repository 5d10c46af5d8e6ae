/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.benchmark.compare.driver.pulsar;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;

/** Topics of the namespace {@code public/default}, by Pulsar's HTTP interface for administration. */
final class PulsarTopics {
    private static final int CREATED = 204;

    private final String url;
    private final HttpClient http = HttpClient.newHttpClient();

    PulsarTopics(String url) {
        this.url = url;
    }

    /** The name under which clients know a topic. */
    String fullName(String topic) {
        return "persistent://public/default/" + topic;
    }

    /** Makes a topic; one of a single partition is a plain topic, which is Pulsar's own default. */
    void create(String topic, int partitions) {
        String path = url + "/admin/v2/persistent/public/default/" + topic;
        if (partitions == 1) {
            put(path, BodyPublishers.noBody());
        } else {
            put(path + "/partitions", BodyPublishers.ofString(Integer.toString(partitions)));
        }
    }

    private void put(String path, BodyPublisher body) {
        HttpRequest request = HttpRequest.newBuilder(URI.create(path))
                .header("Content-Type", "application/json")
                .PUT(body)
                .build();
        try {
            HttpResponse<String> answer = http.send(request, BodyHandlers.ofString());
            if (answer.statusCode() != CREATED) {
                throw new IOException(path + ": " + answer.statusCode() + " " + answer.body());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }
}
