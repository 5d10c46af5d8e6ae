/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.varve.client.fake.Fault;
import io.varve.http.HostileCaller.Ending;
import io.varve.http.Mutation.Sample;
import io.varve.http.document.ApiDocument;
import io.varve.http.document.Operation;
import io.varve.http.server.Counters;
import io.varve.protocol.error.ErrorCode;
import io.varve.protocol.frame.CommandType;
import io.varve.protocol.wire.AlterTopic;
import io.varve.protocol.wire.CreateTopic;
import java.io.IOException;
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
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
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
            new Sample("GET", "/topics/past/poll?group=g&wait=0ms&max=2&maxBytes=100&clientId=c&encoding=json", "", ""),
            new Sample("GET", "/topics/past/partitions/0/records?offset=0&max=2&maxBytes=100&wait=0ms", "", ""),
            new Sample("GET", "/topics/past/partitions/1/records?time=2026-01-01T00:00:00Z&max=2", "", ""),
            new Sample(
                    "POST",
                    "/offsets/commit",
                    JSON,
                    "{\"topic\":\"past\",\"group\":\"g\",\"clientId\":\"c\",\"offsets\":[{\"partition\":0,\"offset\":1}]}"),
            new Sample(
                    "POST",
                    "/topics/past/replay",
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
                    "{\"topic\":\"past\",\"partitions\":[0],\"to\":\"earliest\"}"),
            new Sample("GET", "/admin/v1/brokers", "", ""),
            new Sample("GET", "/admin/v1/shards", "", ""),
            new Sample("GET", "/metrics", "", ""),
            new Sample("GET", "/healthz", "accept-encoding: gzip\r\n", ""),
            new Sample("GET", "/readyz", "", ""),
            new Sample("GET", "/openapi.json", "", ""));

    /** More than processors, since what a request waits for is other threads. */
    private static final int CALLERS = 8;

    private static final int PAST = 20;

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

    /** What is polled and read is another topic than what is published to, so that it doesn't get more with every request. */
    @BeforeEach
    void past() {
        cluster.topic("past", 2);
        for (int i = 0; i < PAST; i++) {
            String record = "{\"records\":[{\"value\":" + i + ",\"partition\":" + i % 2 + "}]}";
            assertThat(post("/topics/past/messages", record).statusCode()).isEqualTo(200);
        }
    }

    @Test
    void everyRouteHasASample() throws IOException {
        try (HostileCaller caller = new HostileCaller(gateway.address().getPort(), SAMPLES)) {
            for (Sample sample : SAMPLES) {
                assertThat(caller.send(sample).status()).as(sample.text()).isIn(200, 201, 202, 204, 404, 409, 422);
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
        boolean isLong = Boolean.getBoolean("varve.long");
        int requests = isLong ? 1_000_000 : 25_000;
        if (!isLong) {
            System.out.println("reduced: 25,000 requests; -Dvarve.long sends 1,000,000");
        }
        long seed = Long.getLong("varve.seed", System.nanoTime());
        System.out.println("seed " + seed);
        cluster.topic("copy", 2);
        boundWhatBrokersBound();
        AtomicInteger injected = injectFailures();

        // Threads of their own: the common pool is what the client decodes on.
        ExecutorService threads = Executors.newFixedThreadPool(CALLERS);
        List<CompletableFuture<Map<Ending, Integer>>> callers = new ArrayList<>();
        for (int i = 0; i < CALLERS; i++) {
            Mutation mutation = new Mutation(seed + i);
            callers.add(CompletableFuture.supplyAsync(() -> call(mutation, requests / CALLERS), threads));
        }
        Map<Integer, Integer> statuses = new TreeMap<>();
        Map<String, Integer> failures = new TreeMap<>();
        for (CompletableFuture<Map<Ending, Integer>> caller : callers) {
            caller.join().forEach((ending, count) -> {
                statuses.merge(ending.status(), count, Integer::sum);
                if (ending.status() >= 500) {
                    failures.merge(ending.code(), count, Integer::sum);
                }
            });
        }
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
                "%d mutated requests: %d passed parsing, %d validation; by status %s; failures %s, %d injected%n",
                requests,
                routed,
                valid,
                statuses,
                failures,
                injected.get());
        assertThat(routed).isGreaterThan(requests / 10);
        assertThat(valid).isGreaterThan(requests / 10);
        // What is injected, and what is refused at a limit.
        assertThat(failures.keySet()).isSubsetOf(ErrorCode.DAMAGED.name(), ErrorCode.BUSY.name());
        assertThat(failures.getOrDefault(ErrorCode.BUSY.name(), 0)).isLessThan(requests / 10);
        awaitNoBodies();
        // What was leaked is told of when it was collected, and something else is allocated.
        System.gc();
        assertThat(get("/healthz").statusCode()).isEqualTo(200);
    }

    /** The cluster in memory takes whatever it is told to make. */
    private void boundWhatBrokersBound() {
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
    }

    /** Every fiftieth batch can't be stored; how many so far. */
    private AtomicInteger injectFailures() {
        AtomicInteger produced = new AtomicInteger();
        AtomicInteger injected = new AtomicInteger();
        cluster.rule(CommandType.PRODUCE, (broker, request) -> {
            boolean strikes = produced.incrementAndGet() % 50 == 0;
            if (strikes) {
                injected.incrementAndGet();
            }
            return strikes ? Fault.error(ErrorCode.DAMAGED) : Fault.NONE;
        });
        return injected;
    }

    private static long sum(Map<Counters.Outcome, Long> outcomes, Predicate<Counters.Outcome> wanted) {
        return outcomes.entrySet().stream()
                .filter(entry -> wanted.test(entry.getKey()))
                .collect(Collectors.summingLong(Map.Entry::getValue));
    }

    private Map<Ending, Integer> call(Mutation mutation, int requests) {
        Map<Ending, Integer> endings = new HashMap<>();
        try (HostileCaller caller = new HostileCaller(gateway.address().getPort(), SAMPLES)) {
            for (int i = 0; i < requests; i++) {
                endings.merge(caller.send(mutation.of(SAMPLES)), 1, Integer::sum);
            }
            return endings;
        } catch (IOException e) {
            throw new AssertionError("the gateway doesn't answer", e);
        }
    }
}
