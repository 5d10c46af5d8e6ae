/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.varve.client.VarveClient;
import io.varve.client.fake.FakeCluster;
import io.varve.http.call.Endpoint;
import io.varve.http.job.MemoryJobStore;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** A gateway before a cluster in memory, and how to talk to it. */
abstract class GatewayFixture {
    static final ObjectMapper MAPPER = new ObjectMapper();
    static final Map<String, Endpoint> OPERATOR = Map.of(
            "metrics", call -> CompletableFuture.completedFuture(HttpGateway.text("text/plain", "up 1\n")),
            "ready", call -> CompletableFuture.completedFuture(HttpGateway.text("application/json", "{}")));

    final FakeCluster cluster = new FakeCluster(2);
    final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    final MemoryJobStore jobs = new MemoryJobStore();
    VarveClient client = cluster.client(Duration.ofSeconds(5));
    HttpGateway gateway;

    HttpConfig config() {
        return config(1 << 20, Duration.ofSeconds(10));
    }

    static HttpConfig config(int maxBodyBytes, Duration requestTimeout) {
        return new HttpConfig(
                "127.0.0.1",
                0,
                maxBodyBytes,
                16 << 20,
                100,
                100,
                20,
                Duration.ofMinutes(1),
                Duration.ofSeconds(30),
                requestTimeout);
    }

    @BeforeEach
    void open() throws IOException {
        cluster.topic("orders", 2);
        gateway = new HttpGateway(config(), client, Optional.empty(), jobs.process("gateway-1"), OPERATOR);
    }

    @AfterEach
    void close() {
        gateway.close();
        client.close(Duration.ofMillis(500));
        cluster.close();
    }

    URI uri(String path) {
        return URI.create("http://127.0.0.1:" + gateway.address().getPort() + path);
    }

    HttpResponse<String> get(String path) {
        return send(HttpRequest.newBuilder(uri(path)));
    }

    HttpResponse<String> post(String path, String json) {
        return send(HttpRequest.newBuilder(uri(path))
                .header("content-type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(json)));
    }

    HttpResponse<String> send(HttpRequest.Builder request) {
        try {
            return http.send(request.timeout(Duration.ofSeconds(60)).build(), HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new AssertionError("no answer", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        }
    }

    /** Waits until the gateway holds no body any more: it lets go of one when the answer is out. */
    void awaitNoBodies() {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (gateway.bodyBytes() > 0 && System.nanoTime() < deadline) {
            Thread.onSpinWait();
        }
        assertThat(gateway.bodyBytes()).isZero();
    }

    static JsonNode json(HttpResponse<String> response) {
        try {
            return MAPPER.readTree(response.body());
        } catch (IOException e) {
            throw new AssertionError("no JSON: " + response.body(), e);
        }
    }
}
