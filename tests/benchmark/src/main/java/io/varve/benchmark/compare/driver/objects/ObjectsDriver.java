/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.benchmark.compare.driver.objects;

import io.varve.bench.driver.Driver;
import io.varve.bench.driver.Receiver;
import io.varve.bench.driver.RecordSink;
import io.varve.bench.driver.Sender;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Records in objects of up to 64 MiB, each behind its length; a topic is a prefix. Settings are {@code parallel}, reads on their
 * way at a time, and {@code rangeBytes} of each of them, 1 MiB unless given.
 */
final class ObjectsDriver implements Driver {
    private static final String PARALLEL = "parallel";
    private static final int DEFAULT_PARALLEL = 8;
    private static final String RANGE_BYTES = "rangeBytes";
    private static final int DEFAULT_RANGE_BYTES = 1 << 20;
    private static final Set<String> KNOWN = Set.of(PARALLEL, RANGE_BYTES);

    private final Bucket bucket;
    private final int parallel;
    private final int rangeBytes;

    ObjectsDriver(Bucket bucket, Map<String, String> settings) {
        settings.keySet().stream()
                .filter(key -> !KNOWN.contains(key))
                .findFirst()
                .ifPresent(key -> {
                    throw new IllegalArgumentException("unknown setting " + key + "; there are " + KNOWN);
                });
        this.bucket = bucket;
        this.parallel = Integer.parseInt(settings.getOrDefault(PARALLEL, Integer.toString(DEFAULT_PARALLEL)));
        this.rangeBytes = Integer.parseInt(settings.getOrDefault(RANGE_BYTES, Integer.toString(DEFAULT_RANGE_BYTES)));
    }

    /** There is nothing to make: a prefix is there with its first object. */
    @Override
    public void createTopics(List<String> topics, int partitions) {
        topics.forEach(topic -> {
            if (!bucket.list(topic + "/").isEmpty()) {
                throw new IllegalStateException("there are objects of " + topic);
            }
        });
    }

    @Override
    public Sender openSender(String topic) {
        return new ObjectSender(bucket, topic);
    }

    /** Gives what is there when it is opened. */
    @Override
    public Receiver openReceiver(List<String> topics, String group) {
        return reader(topics);
    }

    @Override
    public void readAll(List<String> topics, RecordSink sink) {
        ObjectReceiver reader = reader(topics);
        while (reader.hasMore()) {
            reader.poll(Duration.ofMinutes(1), sink);
        }
    }

    private ObjectReceiver reader(List<String> topics) {
        List<StoredObject> objects = topics.stream()
                .flatMap(topic -> bucket.list(topic + "/").stream())
                .toList();
        return new ObjectReceiver(bucket, objects, parallel, rangeBytes);
    }

    @Override
    public void close() {
        bucket.close();
    }
}
