/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.benchmark.compare.driver.http;

import io.varve.bench.driver.Receiver;
import io.varve.bench.driver.RecordSink;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * A member of a group by long polls, one after the other. Commits every 5 s, as the native client under the same load does.
 */
final class HttpReceiver implements Receiver {
    private static final long COMMIT_NANOS = Duration.ofSeconds(5).toNanos();
    private static final String WAIT = "5s";

    private final HttpCalls http;
    private final String topic;
    private final String group;
    private final String clientId;
    /** Where to go on, by partition, since the last commit. */
    private final Map<Integer, Long> uncommitted = new TreeMap<>();

    private @Nullable CompletableFuture<byte[]> underWay;
    private @Nullable String member;
    private long memberEpoch;
    private long committedNanos = System.nanoTime();

    /** @param clientId tells it from others of its group */
    HttpReceiver(HttpCalls http, String topic, String group, String clientId) {
        this.http = http;
        this.topic = topic;
        this.group = group;
        this.clientId = clientId;
    }

    @Override
    public int poll(Duration timeout, RecordSink sink) {
        if (System.nanoTime() - committedNanos > COMMIT_NANOS) {
            commit();
        }
        CompletableFuture<byte[]> answer = underWay == null ? ask() : underWay;
        underWay = answer;
        Fetched fetched;
        try {
            fetched = Bodies.read(answer.get(timeout.toNanos(), TimeUnit.NANOSECONDS), Fetched.class);
        } catch (TimeoutException e) {
            return 0;
        } catch (ExecutionException e) {
            throw new IllegalStateException("a poll failed: " + e.getCause(), e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
        underWay = null;
        member = fetched.member();
        memberEpoch = fetched.memberEpoch();
        for (Fetched.Item item : fetched.records()) {
            sink.record(item.bytes());
            uncommitted.put(item.partition(), item.offset() + 1);
        }
        return fetched.records().size();
    }

    private CompletableFuture<byte[]> ask() {
        return http.get("/topics/" + topic + "/poll?group=" + group + "&clientId=" + clientId + "&wait=" + WAIT
                + "&encoding=base64" + (member == null ? "" : "&member=" + member));
    }

    private void commit() {
        committedNanos = System.nanoTime();
        if (uncommitted.isEmpty() || member == null) {
            return;
        }
        List<Map<String, Long>> offsets = uncommitted.entrySet().stream()
                .map(end -> Map.of("partition", (long) end.getKey(), "offset", end.getValue()))
                .toList();
        byte[] body = Bodies.of(Map.of(
                "topic", topic, "group", group, "member", member, "memberEpoch", memberEpoch, "offsets", offsets));
        var unused = HttpCalls.await(http.post("/offsets/commit", Bodies.JSON, body));
        uncommitted.clear();
    }

    /** The gateway lets the member go when nobody polls for it any more. */
    @Override
    public void close() {}
}
