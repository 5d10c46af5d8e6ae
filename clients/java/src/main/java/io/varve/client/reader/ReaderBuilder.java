/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.client.reader;

import io.varve.client.cluster.Cluster;
import io.varve.client.cluster.TopicView;
import io.varve.client.record.Schema;
import io.varve.client.record.TopicPartition;
import io.varve.client.transport.Completion;
import io.varve.protocol.error.ErrorCode;
import io.varve.protocol.error.VarveException;
import io.varve.protocol.name.TopicName;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Makes a {@link Reader}; {@link StreamOptions#DEFAULT} says what holds unless it is changed here.
 *
 * @param <T> the type of the values
 */
public final class ReaderBuilder<T> {
    private final Cluster cluster;
    private final Schema<T> schema;

    private @Nullable String topic;
    private final Set<Integer> partitions = new TreeSet<>();
    private StartPosition start = StartPosition.latest();
    private final Map<Integer, StartPosition> starts = new LinkedHashMap<>();
    private int bufferBytes = StreamOptions.DEFAULT.bufferBytes();
    private int maxPollRecords = StreamOptions.DEFAULT.maxPollRecords();
    private OutOfRange outOfRange = StreamOptions.DEFAULT.outOfRange();

    /** Used by the client. */
    public ReaderBuilder(Cluster cluster, Schema<T> schema) {
        this.cluster = cluster;
        this.schema = schema;
    }

    /** The topic, {@code name} or {@code tenant/namespace/name}; required. */
    public ReaderBuilder<T> topic(String name) {
        topic = name;
        return this;
    }

    /** Only these partitions; all unless called. */
    public ReaderBuilder<T> partitions(int... numbers) {
        for (int number : numbers) {
            partitions.add(number);
        }
        return this;
    }

    /** Where partitions start that have no position of their own; {@link StartPosition#latest} unless called. */
    public ReaderBuilder<T> from(StartPosition position) {
        start = position;
        return this;
    }

    /** Where one partition starts. */
    public ReaderBuilder<T> from(int partition, StartPosition position) {
        starts.put(partition, position);
        return this;
    }

    /** How many bytes of batches may wait for the application, all partitions together. */
    public ReaderBuilder<T> bufferBytes(int bytes) {
        bufferBytes = bytes;
        return this;
    }

    /** How many records one poll returns, at most. */
    public ReaderBuilder<T> maxPollRecords(int records) {
        maxPollRecords = records;
        return this;
    }

    /** What happens when an offset isn't kept. */
    public ReaderBuilder<T> whenOutOfRange(OutOfRange choice) {
        outOfRange = choice;
        return this;
    }

    /**
     * Creates the reader, which starts reading at once.
     *
     * @throws VarveException TOPIC_NOT_FOUND, PARTITION_NOT_FOUND, INVALID_NAME; UNREACHABLE or TIMEOUT after the client's
     *     request timeout
     * @throws IllegalArgumentException if an option is out of its range
     */
    public Reader<T> create() {
        return Completion.await(createAsync());
    }

    /** As {@link #create}, without waiting. */
    public CompletableFuture<Reader<T>> createAsync() {
        StreamOptions options = new StreamOptions(bufferBytes, maxPollRecords, outOfRange);
        String given = topic;
        if (given == null) {
            return CompletableFuture.failedFuture(
                    new VarveException(ErrorCode.INVALID_ARGUMENT, "a reader needs a topic"));
        }
        TopicName name;
        try {
            name = TopicName.parse(given);
        } catch (VarveException e) {
            return CompletableFuture.failedFuture(e);
        }
        return Completion.forUsers(cluster.topics().lookUp(name).thenApply(view -> create(given, view, options)));
    }

    private Reader<T> create(String given, TopicView view, StreamOptions options) {
        Map<TopicPartition, StartPosition> chosen = new TreeMap<>();
        Set<Integer> numbers = new TreeSet<>(partitions);
        if (numbers.isEmpty()) {
            for (int partition = 0; partition < view.partitions(); partition++) {
                numbers.add(partition);
            }
        }
        for (int number : numbers) {
            if (number < 0 || number >= view.partitions()) {
                throw new VarveException(
                        ErrorCode.PARTITION_NOT_FOUND,
                        "topic " + given + " has partitions 0 to " + (view.partitions() - 1) + ", not " + number);
            }
            chosen.put(new TopicPartition(given, number), starts.getOrDefault(number, start));
        }
        RecordStream<T> stream = new RecordStream<>(cluster, schema, options);
        stream.add(chosen);
        Reader<T> reader = new Reader<>(cluster, given, stream);
        cluster.opened(reader);
        return reader;
    }
}
