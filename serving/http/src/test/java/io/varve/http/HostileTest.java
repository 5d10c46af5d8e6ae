/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.varve.client.fake.Fault;
import io.varve.http.Mutation.Sample;
import io.varve.http.document.ApiDocument;
import io.varve.http.document.Operation;
import io.varve.http.server.Counters;
import io.varve.protocol.error.ErrorCode;
import io.varve.protocol.frame.CommandType;
import io.varve.protocol.wire.AlterTopic;
import io.varve.protocol.wire.CreateTopic;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Requests that are wrong in every way: none of them breaks anything, and enough of them get far enough to try. */
class HostileTest extends GatewayFixture {
    private static final String JSON = "content-type: application/json\r\n";
    private static final String RAW =
            "content-type: text/plain\r\nvarve-key: k\r\nvarve-partition: 0\r\nvarve-header-a: b\r\nvarve-message-id: m2\r\n";
    private static final String TOPICS = "/admin/v1/tenants/public/namespaces/default/topics";
    private static final String NAMESPACES = "/admin/v1/tenants/public/namespaces";
    private static final String BIN = "/admin/v1/tenants/public/namespaces/default/deleted-topics";
    private static final String GROUPS = "/admin/v1/tenants/public/namespaces/default/groups";

    /** A valid request of every route. */
    private static final List<Sample> SAMPLES = List.of(
            new Sample(
                    "POST",
                    "/topics/orders/messages",
                    JSON,
                    "{\"records\":[{\"key\":\"k\",\"value\":{\"a\":1},\"partition\":1,\"headers\":[{\"key\":\"h\",\"value\":\"v\"}]},"
                            + "{\"value\":\"/w==\",\"encoding\":\"base64\",\"timestamp\":\"2026-01-01T00:00:00Z\","
                            + "\"messageId\":\"m1\"}]}"),
            new Sample("POST", "/topics/public/default/orders/messages", RAW, "raw: value"),
            new Sample(
                    "GET", "/topics/orders/poll?group=g&wait=0ms&max=2&maxBytes=100&clientId=c&encoding=json", "", ""),
            new Sample("GET", "/topics/orders/partitions/0/records?offset=0&max=2&maxBytes=100&wait=0ms", "", ""),
            new Sample("GET", "/topics/orders/partitions/1/records?time=2026-01-01T00:00:00Z&max=2", "", ""),
            new Sample(
                    "POST",
                    "/offsets/commit",
                    JSON,
                    "{\"topic\":\"orders\",\"group\":\"g\",\"clientId\":\"c\",\"offsets\":[{\"partition\":0,\"offset\":1}]}"),
            new Sample(
                    "POST",
                    "/topics/orders/replay",
                    JSON,
                    "{\"from\":{\"offset\":0},\"to\":\"latest\",\"target\":{\"topic\":\"copy\"},\"rate\":5,\"dryRun\":true}"),
            new Sample("GET", "/jobs", "", ""),
            new Sample("GET", "/jobs/1", "", ""),
            new Sample("DELETE", "/jobs/1", "", ""),
            new Sample("GET", TOPICS + "?prefix=o&limit=3&cursor=", "", ""),
            new Sample(
                    "POST",
                    TOPICS,
                    JSON,
                    "{\"name\":\"made\",\"partitions\":1,\"retentionMs\":5,\"retentionBytes\":5,\"dedupWindowMs\":5000}"),
            new Sample("GET", TOPICS + "/orders", "", ""),
            new Sample("PATCH", TOPICS + "/orders?dryRun=true", JSON, "{\"partitions\":2,\"retentionMs\":5}"),
            new Sample("DELETE", TOPICS + "/made?now=false&dryRun=true", "", ""),
            new Sample("POST", TOPICS + "/orders/seal?dryRun=true", "", ""),
            new Sample("GET", TOPICS + "/orders/segments", "", ""),
            new Sample("GET", TOPICS + "/orders/objects", "", ""),
            new Sample("GET", BIN + "?limit=3&cursor=", "", ""),
            new Sample("POST", BIN + "/made/restore?as=made-again", "", ""),
            new Sample("DELETE", BIN + "/00000000-0000-0001-0000-000000000002?dryRun=true", "", ""),
            new Sample("GET", NAMESPACES + "?limit=3&cursor=", "", ""),
            new Sample("POST", NAMESPACES, JSON, "{\"name\":\"made\"}"),
            new Sample("GET", NAMESPACES + "/default", "", ""),
            new Sample("DELETE", NAMESPACES + "/made?dryRun=true", "", ""),
            new Sample("GET", GROUPS + "?topic=orders&limit=3", "", ""),
            new Sample("GET", GROUPS + "/g", "", ""),
            new Sample("DELETE", GROUPS + "/g?dryRun=true", "", ""),
            new Sample(
                    "POST",
                    GROUPS + "/g/seek?dryRun=true",
                    JSON,
                    "{\"topic\":\"orders\",\"partitions\":[0],\"to\":\"earliest\"}"),
            new Sample("GET", "/admin/v1/brokers", "", ""),
            new Sample("GET", "/admin/v1/shards", "", ""),
            new Sample("GET", "/metrics", "", ""),
            new Sample("GET", "/healthz", "accept-encoding: gzip\r\n", ""),
            new Sample("GET", "/readyz", "", ""),
            new Sample("GET", "/openapi.json", "", ""));

    private static final int CALLERS = 4;
    private final AtomicInteger injected = new AtomicInteger();

    @Override
    HttpConfig config() {
        return new HttpConfig(
                "127.0.0.1",
                0,
                1 << 20,
                16 << 20,
                100,
                100,
                64,
                Duration.ofSeconds(1),
                Duration.ofSeconds(30),
                Duration.ofSeconds(10));
    }

    @Test
    void everyRouteHasASample() {
        for (Sample sample : SAMPLES) {
            try (Caller caller = new Caller()) {
                int status = caller.send(sample);
                assertThat(status).as(sample.text()).isIn(200, 201, 204, 404, 409, 422);
            } catch (IOException e) {
                throw new AssertionError(sample.text(), e);
            }
        }
        List<String> routes =
                ApiDocument.load().operations().stream().map(Operation::id).toList();
        // A call is counted when its answer is out, which its caller may know a moment before.
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
        while (!answered().containsAll(routes) && System.nanoTime() < deadline) {
            Thread.onSpinWait();
        }
        assertThat(answered()).containsAll(routes);
    }

    private Set<String> answered() {
        return gateway.counters().outcomes().keySet().stream()
                .map(Counters.Outcome::operation)
                .collect(Collectors.toSet());
    }

    @Test
    @Timeout(value = 60, unit = TimeUnit.MINUTES)
    void mutatedRequestsBreakNothing() {
        int requests = Boolean.getBoolean("varve.long") ? 1_000_000 : 10_000;
        long seed = Long.getLong("varve.seed", System.nanoTime());
        System.out.println("seed " + seed);
        cluster.topic("copy", 2);
        // Brokers bound what the cluster in memory doesn't.
        AtomicInteger created = new AtomicInteger();
        cluster.rule(
                CommandType.CREATE_TOPIC,
                (broker, request) ->
                        ((CreateTopic) request.message()).getPartitions() > 16 || created.incrementAndGet() > 50
                                ? Fault.error(ErrorCode.INVALID_ARGUMENT)
                                : Fault.NONE);
        cluster.rule(
                CommandType.ALTER_TOPIC,
                (broker, request) -> ((AlterTopic) request.message()).getPartitions() > 16
                        ? Fault.error(ErrorCode.INVALID_ARGUMENT)
                        : Fault.NONE);
        AtomicInteger produced = new AtomicInteger();
        cluster.rule(CommandType.PRODUCE, (broker, request) -> {
            boolean strikes = produced.incrementAndGet() % 50 == 0;
            if (strikes) {
                injected.incrementAndGet();
            }
            return strikes ? Fault.error(ErrorCode.DAMAGED) : Fault.NONE;
        });

        // Threads of their own: the common pool is what the client decodes on.
        ExecutorService threads = Executors.newFixedThreadPool(CALLERS);
        List<CompletableFuture<Map<Integer, Integer>>> callers = new ArrayList<>();
        for (int i = 0; i < CALLERS; i++) {
            Mutation mutation = new Mutation(seed + i);
            callers.add(CompletableFuture.supplyAsync(() -> call(mutation, requests / CALLERS), threads));
        }
        Map<Integer, Integer> statuses = new TreeMap<>();
        callers.forEach(
                caller -> caller.join().forEach((status, count) -> statuses.merge(status, count, Integer::sum)));

        threads.shutdown();

        Map<Counters.Outcome, Long> outcomes = gateway.counters().outcomes();
        long routed = sum(outcomes, outcome -> !outcome.operation().equals("none"));
        long valid = sum(
                outcomes,
                outcome -> !outcome.operation().equals("none")
                        && outcome.status() != 400
                        && outcome.status() != 413
                        && outcome.status() != 415);
        System.out.printf(
                Locale.ROOT,
                "%d mutated requests: %d passed parsing, %d validation; by status %s; %d failures injected%n",
                requests,
                routed,
                valid,
                statuses,
                injected.get());
        long refusedAtLimits = statuses.getOrDefault(503, 0);
        assertThat(routed).isGreaterThan(requests / 10);
        assertThat(valid).isGreaterThan(requests / 10);
        assertThat(sum(outcomes, outcome -> outcome.status() >= 500 && outcome.status() != 503))
                .isLessThanOrEqualTo(injected.get() * 10L);
        assertThat(refusedAtLimits).isLessThan(requests / 10);
        assertThat(statuses.keySet()).doesNotContain(501, 502, 504, 505, 507);
        assertThat(get("/healthz").statusCode()).isEqualTo(200);
        awaitNoBodies();
    }

    private static long sum(
            Map<Counters.Outcome, Long> outcomes, java.util.function.Predicate<Counters.Outcome> wanted) {
        return outcomes.entrySet().stream()
                .filter(entry -> wanted.test(entry.getKey()))
                .collect(Collectors.summingLong(Map.Entry::getValue));
    }

    private Map<Integer, Integer> call(Mutation mutation, int requests) {
        Map<Integer, Integer> statuses = new HashMap<>();
        @Nullable Caller caller = null;
        try {
            for (int i = 0; i < requests; i++) {
                if (caller == null) {
                    caller = new Caller();
                }
                int status = caller.send(mutation.of(SAMPLES));
                statuses.merge(status, 1, Integer::sum);
                if (caller.isOver()) {
                    caller.close();
                    caller = null;
                }
            }
            return statuses;
        } catch (IOException e) {
            throw new AssertionError("the gateway doesn't answer", e);
        }
    }

    /** A connection that sends requests one after the other. */
    private final class Caller implements AutoCloseable {
        private final Socket socket;
        private final InputStream in;
        private boolean isOver;

        Caller() throws IOException {
            socket = new Socket(
                    InetAddress.getLoopbackAddress(), gateway.address().getPort());
            socket.setSoTimeout(60_000);
            socket.setTcpNoDelay(true);
            in = new BufferedInputStream(socket.getInputStream());
        }

        boolean isOver() {
            return isOver;
        }

        /** The status of the answer; 0 if the connection was closed instead, -1 if the request isn't one to be answered yet. */
        int send(Sample sample) throws IOException {
            byte[] bytes = sample.text().getBytes(StandardCharsets.ISO_8859_1);
            // A head that was changed may end early or announce another length: what follows isn't known.
            boolean isSure = SAMPLES.stream().anyMatch(known -> known.head().equals(sample.head()));
            try {
                socket.getOutputStream().write(bytes);
                if (!isSure) {
                    isOver = true;
                    socket.shutdownOutput();
                }
                return status();
            } catch (java.net.SocketException e) {
                isOver = true;
                return 0;
            }
        }

        private int status() throws IOException {
            String first = line();
            if (first.isEmpty()) {
                isOver = true;
                return 0;
            }
            int length = 0;
            for (String line = line(); !line.isEmpty(); line = line()) {
                String header = line.toLowerCase(Locale.ROOT);
                if (header.startsWith("content-length: ")) {
                    length = Integer.parseInt(header.substring("content-length: ".length()));
                }
                isOver |= header.equals("connection: close") || header.startsWith("transfer-encoding");
            }
            int left = length;
            while (left > 0) {
                int skipped = (int) in.skip(left);
                if (skipped == 0 && in.read() < 0) {
                    isOver = true;
                    break;
                }
                left -= Math.max(1, skipped);
            }
            int status = Integer.parseInt(first.split(" ")[1]);
            // What can't be parsed ends the connection.
            isOver |= status == 414 || status == 431 || status == 400;
            return status;
        }

        private String line() throws IOException {
            StringBuilder line = new StringBuilder();
            for (int next = in.read(); next >= 0 && next != '\n'; next = in.read()) {
                line.append((char) next);
            }
            return line.toString().stripTrailing();
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }
}
