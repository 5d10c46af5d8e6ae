/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.integration;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/** Thousands of callers that wait for the same record. */
@Timeout(value = 300, unit = TimeUnit.SECONDS)
@EnabledIfSystemProperty(named = "varve.long", matches = "true", disabledReason = "a minute; -Dvarve.long runs it")
class ManyPollsTest {
    private static final int POLLS = 2_000;

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    @Test
    void twoThousandLongPollsOfAsManyGroupsWaitAndAreAllAnswered(@TempDir Path directory) throws Exception {
        try (ServerProcess server = ServerProcess.start(ServerSettings.in(directory))) {
            post(
                    server,
                    "/admin/v1/tenants/public/namespaces/default/topics",
                    "{\"name\":\"orders\",\"partitions\":1}");
            String before = memory(server);
            for (int round = 0; round < 2; round++) {
                List<CompletableFuture<HttpResponse<String>>> polls = new ArrayList<>();
                long startNanos = System.nanoTime();
                for (int i = 0; i < POLLS; i++) {
                    polls.add(http.sendAsync(
                            HttpRequest.newBuilder(uri(server, "/topics/orders/poll?wait=30s&group=g" + i))
                                    .build(),
                            HttpResponse.BodyHandlers.ofString()));
                }
                while (value(metrics(server), "varve_http_requests_under_way") < POLLS) {
                    Thread.onSpinWait();
                }
                String waiting = memory(server);
                long wokenNanos = System.nanoTime();
                post(server, "/topics/orders/messages", "{\"records\":[{\"value\":\"for all\"}]}");
                int answered = 0;
                for (CompletableFuture<HttpResponse<String>> poll : polls) {
                    HttpResponse<String> answer = poll.get(60, TimeUnit.SECONDS);
                    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
                    answered += answer.body().contains("for all") ? 1 : 0;
                }
                System.out.printf(
                        Locale.ROOT,
                        "round %d: %d polls waited after %d ms, %d got the record within %d ms of its sending; server before %s, waiting %s, after %s%n",
                        round,
                        POLLS,
                        TimeUnit.NANOSECONDS.toMillis(wokenNanos - startNanos),
                        answered,
                        TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - wokenNanos),
                        before,
                        waiting,
                        memory(server));
                assertThat(answered).isEqualTo(POLLS);
            }
        }
    }

    private String memory(ServerProcess server) throws Exception {
        String metrics = metrics(server);
        return String.format(
                Locale.ROOT,
                "resident %.0f MiB, heap used %.0f MiB, cpu %.1f s",
                value(metrics, "process_resident_memory_bytes") / (1 << 20),
                value(metrics, "jvm_memory_bytes_used\\{area=\"heap\",\\}") / (1 << 20),
                value(metrics, "process_cpu_seconds_total"));
    }

    private static double value(String metrics, String name) {
        Matcher line = Pattern.compile("(?m)^" + name + " (\\S+)$").matcher(metrics);
        return line.find() ? Double.parseDouble(line.group(1)) : -1;
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
