/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.benchmark.compare.driver.http;

import io.varve.bench.driver.Driver;
import io.varve.bench.driver.Receiver;
import io.varve.bench.driver.RecordSink;
import io.varve.bench.driver.Sender;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/** One caller of a gateway. Names of topics and groups are those of the default namespace, and need no escapes. */
final class HttpDriver implements Driver {
    private static final String TOPICS = "/admin/v1/tenants/public/namespaces/default/topics";
    /** As much as one answer has. */
    private static final String MOST = "&max=10000&maxBytes=8388608&encoding=base64";

    private final HttpCalls http;
    private final int recordsPerRequest;
    private final AtomicInteger receivers = new AtomicInteger();

    private record Described(List<End> partitions) {}

    private record End(int partition, long firstOffset, long nextOffset) {}

    HttpDriver(HttpCalls http, int recordsPerRequest) {
        this.http = http;
        this.recordsPerRequest = recordsPerRequest;
    }

    @Override
    public void createTopics(List<String> topics, int partitions) {
        for (String topic : topics) {
            byte[] body = Bodies.of(Map.of("name", topic, "partitions", partitions));
            var unused = HttpCalls.await(http.post(TOPICS, Bodies.JSON, body));
        }
    }

    @Override
    public Sender openSender(String topic) {
        return new HttpSender(http, topic, recordsPerRequest);
    }

    /** Of one topic: a poll is of one. */
    @Override
    public Receiver openReceiver(List<String> topics, String group) {
        if (topics.size() != 1) {
            throw new IllegalArgumentException("a poll is of one topic, not of " + topics.size());
        }
        return new HttpReceiver(http, topics.get(0), group, "receiver-" + receivers.incrementAndGet());
    }

    @Override
    public void readAll(List<String> topics, RecordSink sink) {
        for (String topic : topics) {
            byte[] described = HttpCalls.await(http.get(TOPICS + "/" + topic));
            Bodies.read(described, Described.class).partitions().forEach(end -> read(topic, end, sink));
        }
    }

    private void read(String topic, End end, RecordSink sink) {
        String path = "/topics/" + topic + "/partitions/" + end.partition() + "/records?offset=";
        long next = end.firstOffset();
        while (next < end.nextOffset()) {
            Fetched fetched = Bodies.read(HttpCalls.await(http.get(path + next + MOST)), Fetched.class);
            fetched.records().stream()
                    .filter(item -> item.offset() < end.nextOffset())
                    .forEach(item -> sink.record(item.bytes()));
            if (fetched.nextOffset() <= next) {
                throw new IllegalStateException("topic " + topic + " has records of partition " + end.partition()
                        + " up to " + end.nextOffset() + ", and none came from " + next + " on");
            }
            next = fetched.nextOffset();
        }
    }

    @Override
    public void close() {}
}
