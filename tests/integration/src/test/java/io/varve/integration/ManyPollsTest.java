/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.integration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/** Thousands of callers that wait for the same record, each for a group of its own; and what that costs the server. */
@Timeout(value = 300, unit = TimeUnit.SECONDS)
@EnabledIfSystemProperty(named = "varve.long", matches = "true", disabledReason = "a minute; -Dvarve.long runs it")
class ManyPollsTest {
    private static final int POLLS = 2_000;
    private static final int IDLE_SECONDS = 20;
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    /** What the server says of itself. */
    private record Usage(double residentMiB, double heapMiB, double directMiB, double cpuSeconds) {
        String memory() {
            return String.format(
                    Locale.ROOT,
                    "resident %.0f MiB, of the heap in use %.0f MiB, direct buffers %.0f MiB",
                    residentMiB,
                    heapMiB,
                    directMiB);
        }

        String cpuSince(Usage before) {
            return String.format(Locale.ROOT, "CPU %.2f s", cpuSeconds - before.cpuSeconds);
        }
    }

    @Test
    void twoThousandLongPollsOfAsManyGroupsWaitAndAreAllAnswered(@TempDir Path directory) throws Exception {
        try (ServerProcess server = ServerProcess.start(ServerSettings.in(directory))) {
            post(
                    server,
                    "/admin/v1/tenants/public/namespaces/default/topics",
                    "{\"name\":\"orders\",\"partitions\":1}");
            Usage one = usage(server);
            assertThat(poll(server, "/topics/orders/poll?group=alone&wait=" + IDLE_SECONDS + "s")
                            .get(60, TimeUnit.SECONDS)
                            .body())
                    .contains("\"records\":[]");
            System.out.printf(
                    "1 poll waited %d s: %s%n", IDLE_SECONDS, usage(server).cpuSince(one));
            List<String> members = members(server);

            long startNanos = System.nanoTime();
            Usage start = usage(server);
            List<CompletableFuture<HttpResponse<String>>> polls = new ArrayList<>();
            for (int i = 0; i < POLLS; i++) {
                polls.add(poll(server, "/topics/orders/poll?wait=30s&group=g" + i + "&member=" + members.get(i)));
            }
            awaitUnderWay(server, POLLS);
            System.out.printf(
                    "%d polls began within %d ms: %s%n",
                    POLLS, millisSince(startNanos), usage(server).cpuSince(start));
            Usage waiting = collected(server);
            System.out.printf("%d polls wait: %s%n", POLLS, waiting.memory());
            assertThatThrownBy(() -> polls.get(0).get(IDLE_SECONDS, TimeUnit.SECONDS))
                    .isInstanceOf(TimeoutException.class);
            Usage waited = usage(server);
            System.out.printf("%d polls waited %d s: %s%n", POLLS, IDLE_SECONDS, waited.cpuSince(waiting));

            long sentNanos = System.nanoTime();
            post(server, "/topics/orders/messages", "{\"records\":[{\"value\":\"for all\"}]}");
            for (CompletableFuture<HttpResponse<String>> poll : polls) {
                HttpResponse<String> answer = poll.get(60, TimeUnit.SECONDS);
                assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
                assertThat(answer.body()).contains("for all");
            }
            System.out.printf(
                    "%d polls got a record within %d ms of its sending: %s%n",
                    POLLS, millisSince(sentNanos), usage(server).cpuSince(waited));
        }
    }

    /** Has every group's member join; their ids. Prints what that costs. */
    private List<String> members(ServerProcess server) throws Exception {
        Usage before = collected(server);
        System.out.printf("no members: %s%n", before.memory());
        long startNanos = System.nanoTime();
        List<CompletableFuture<HttpResponse<String>>> polls = new ArrayList<>();
        for (int i = 0; i < POLLS; i++) {
            polls.add(poll(server, "/topics/orders/poll?wait=0ms&group=g" + i));
        }
        List<String> members = new ArrayList<>();
        for (CompletableFuture<HttpResponse<String>> poll : polls) {
            HttpResponse<String> answer = poll.get(60, TimeUnit.SECONDS);
            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
            members.add(MAPPER.readTree(answer.body()).path("member").asText());
        }
        System.out.printf(
                "%d members joined within %d ms: %s%n",
                POLLS, millisSince(startNanos), usage(server).cpuSince(before));
        assertThat(value(metrics(server), "varve_http_members")).isGreaterThanOrEqualTo(POLLS);
        System.out.printf("%d members: %s%n", POLLS, collected(server).memory());
        return members;
    }

    private void awaitUnderWay(ServerProcess server, int polls) throws Exception {
        Eventually.holds(
                polls + " polls wait",
                Duration.ofSeconds(30),
                () -> value(metrics(server), "varve_http_requests_under_way") >= polls);
    }

    private CompletableFuture<HttpResponse<String>> poll(ServerProcess server, String path) {
        return http.sendAsync(HttpRequest.newBuilder(uri(server, path)).build(), HttpResponse.BodyHandlers.ofString());
    }

    private Usage collected(ServerProcess server) throws Exception {
        server.collectGarbage();
        return usage(server);
    }

    private Usage usage(ServerProcess server) throws Exception {
        String metrics = metrics(server);
        return new Usage(
                value(metrics, "process_resident_memory_bytes") / (1 << 20),
                value(metrics, "jvm_memory_bytes_used\\{area=\"heap\",\\}") / (1 << 20),
                value(metrics, "jvm_buffer_pool_used_bytes\\{pool=\"direct\",\\}") / (1 << 20),
                value(metrics, "process_cpu_seconds_total"));
    }

    private static long millisSince(long startNanos) {
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - startNanos);
    }

    private static double value(String metrics, String name) {
        Matcher line = Pattern.compile("(?m)^" + name + " (\\S+)$").matcher(metrics);
        assertThat(line.find()).as(name).isTrue();
        return Double.parseDouble(line.group(1));
    }

    private String metrics(ServerProcess server) throws Exception {
        return http.send(HttpRequest.newBuilder(uri(server, "/metrics")).build(), HttpResponse.BodyHandlers.ofString())
                .body();
    }

    private void post(ServerProcess server, String path, String json) throws Exception {
        HttpResponse<String> answer = http.send(
                HttpRequest.newBuilder(uri(server, path))
                        .header("content-type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString(json))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        assertThat(answer.statusCode()).as(answer.body()).isLessThan(300);
    }

    private static URI uri(ServerProcess server, String path) {
        return URI.create("http://127.0.0.1:" + server.httpPort() + path);
    }
}
