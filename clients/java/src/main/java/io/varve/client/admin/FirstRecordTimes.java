/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.client.admin;

import io.varve.client.cluster.Cluster;
import io.varve.client.reader.OutOfRange;
import io.varve.client.reader.RecordStream;
import io.varve.client.reader.StartPosition;
import io.varve.client.reader.StreamOptions;
import io.varve.client.record.ReceivedRecord;
import io.varve.client.record.Schema;
import io.varve.client.record.TopicPartition;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/** Reads one batch of each of some partitions to learn the time of its first record. */
final class FirstRecordTimes {
    private static final Duration PATIENCE = Duration.ofSeconds(3);

    private final RecordStream<byte[]> stream;
    private final Set<TopicPartition> wanted;
    private final Map<TopicPartition, Instant> times = new HashMap<>();
    private final long deadlineNanos = System.nanoTime() + PATIENCE.toNanos();

    private FirstRecordTimes(Cluster cluster, Map<TopicPartition, StartPosition> offsets) {
        this.wanted = offsets.keySet();
        // The least credit that brings a batch.
        StreamOptions oneBatchEach = new StreamOptions(Math.max(1, offsets.size()), 100, OutOfRange.EARLIEST);
        this.stream = new RecordStream<>(cluster, Schema.bytes(), oneBatchEach);
        stream.add(offsets);
    }

    /** The times of the records at these offsets, without those that could not be read soon. */
    static CompletableFuture<Map<TopicPartition, Instant>> at(
            Cluster cluster, Map<TopicPartition, StartPosition> offsets) {
        if (offsets.isEmpty()) {
            return CompletableFuture.completedFuture(Map.of());
        }
        FirstRecordTimes reading = new FirstRecordTimes(cluster, offsets);
        return reading.next().handle((done, failure) -> {
            reading.stream.close();
            // A time that can't be had is left out; the lag in records is known all the same.
            return reading.times;
        });
    }

    private CompletableFuture<Void> next() {
        long leftNanos = deadlineNanos - System.nanoTime();
        if (leftNanos <= 0 || times.size() == wanted.size()) {
            return CompletableFuture.completedFuture(null);
        }
        return stream.pollAsync(Duration.ofNanos(leftNanos)).thenCompose(this::seen);
    }

    private CompletableFuture<Void> seen(List<ReceivedRecord<byte[]>> records) {
        for (ReceivedRecord<byte[]> record : records) {
            if (times.putIfAbsent(record.source(), record.eventTime()) == null) {
                stream.pause(Set.of(record.source()));
            }
        }
        return next();
    }
}
