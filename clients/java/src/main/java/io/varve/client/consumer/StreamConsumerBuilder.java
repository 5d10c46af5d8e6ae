/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.client.consumer;

import io.varve.client.cluster.Cluster;
import io.varve.client.reader.OutOfRange;
import io.varve.client.reader.RecordStream;
import io.varve.client.reader.StartPosition;
import io.varve.client.reader.StreamOptions;
import io.varve.client.record.Schema;
import io.varve.client.transport.Completion;
import io.varve.protocol.error.ErrorCode;
import io.varve.protocol.error.VarveException;
import io.varve.protocol.name.GroupName;
import io.varve.protocol.name.TopicName;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Makes a {@link StreamConsumer}; {@link ConsumerOptions#DEFAULT} says what holds unless it is changed here.
 *
 * @param <T> the type of the values
 */
public final class StreamConsumerBuilder<T> {
    private final Cluster cluster;
    private final Schema<T> schema;

    private @Nullable String group;
    private List<String> topics = List.of();
    private RebalanceListener listener = new RebalanceListener() {};
    private StartPosition initialPosition = ConsumerOptions.DEFAULT.initialPosition();
    private Duration sessionTimeout = ConsumerOptions.DEFAULT.sessionTimeout();
    private Duration maxPollInterval = ConsumerOptions.DEFAULT.maxPollInterval();
    private Optional<Duration> autoCommit = ConsumerOptions.DEFAULT.autoCommit();
    private int bufferBytes = StreamOptions.DEFAULT.bufferBytes();
    private int maxPollRecords = StreamOptions.DEFAULT.maxPollRecords();
    private OutOfRange outOfRange = StreamOptions.DEFAULT.outOfRange();

    /** Used by the client. */
    public StreamConsumerBuilder(Cluster cluster, Schema<T> schema) {
        this.cluster = cluster;
        this.schema = schema;
    }

    /** The group, {@code name} or {@code tenant/namespace/name}; required. It is created when it isn't there. */
    public StreamConsumerBuilder<T> group(String name) {
        group = name;
        return this;
    }

    /** The topics, at least one; required. Members of a group may read different ones. */
    public StreamConsumerBuilder<T> topics(String... names) {
        topics = List.of(names);
        return this;
    }

    /** Who is told when partitions come and go. */
    public StreamConsumerBuilder<T> listener(RebalanceListener choice) {
        listener = choice;
        return this;
    }

    /** Where a partition starts that the group has committed nothing for. */
    public StreamConsumerBuilder<T> from(StartPosition position) {
        initialPosition = position;
        return this;
    }

    /** After so long without a sign of life the group gives the member's partitions to others. */
    public StreamConsumerBuilder<T> sessionTimeout(Duration timeout) {
        sessionTimeout = timeout;
        return this;
    }

    /** After so long without a poll the member leaves, until the next poll. */
    public StreamConsumerBuilder<T> maxPollInterval(Duration interval) {
        maxPollInterval = interval;
        return this;
    }

    /** Commits what earlier polls returned, with the first poll after each interval, before a release, and when closing. */
    public StreamConsumerBuilder<T> autoCommit(Duration interval) {
        autoCommit = Optional.of(interval);
        return this;
    }

    /** How many bytes of batches may wait for the application, all partitions together. */
    public StreamConsumerBuilder<T> bufferBytes(int bytes) {
        bufferBytes = bytes;
        return this;
    }

    /** How many records one poll returns, at most. */
    public StreamConsumerBuilder<T> maxPollRecords(int records) {
        maxPollRecords = records;
        return this;
    }

    /** What happens when a committed offset isn't kept any more. */
    public StreamConsumerBuilder<T> whenOutOfRange(OutOfRange choice) {
        outOfRange = choice;
        return this;
    }

    /**
     * Joins the group.
     *
     * @throws VarveException TOPIC_NOT_FOUND, INVALID_NAME; UNREACHABLE or TIMEOUT after the client's request timeout
     * @throws IllegalArgumentException if an option is out of its range
     */
    public StreamConsumer<T> create() {
        return Completion.await(createAsync());
    }

    /** As {@link #create}, without waiting. */
    public CompletableFuture<StreamConsumer<T>> createAsync() {
        ConsumerOptions options = new ConsumerOptions(
                initialPosition,
                sessionTimeout,
                maxPollInterval,
                autoCommit,
                new StreamOptions(bufferBytes, maxPollRecords, outOfRange));
        String given = group;
        if (given == null || topics.isEmpty()) {
            return CompletableFuture.failedFuture(
                    new VarveException(ErrorCode.INVALID_ARGUMENT, "a consumer needs a group and at least one topic"));
        }
        GroupName name;
        Map<String, String> givenTopics = new LinkedHashMap<>();
        CompletableFuture<?> looks = CompletableFuture.completedFuture(null);
        try {
            name = GroupName.parse(given);
            for (String topic : topics) {
                TopicName topicName = TopicName.parse(topic);
                givenTopics.put(topicName.toString(), topic);
                looks = looks.thenCompose(before -> cluster.topics().lookUp(topicName));
            }
        } catch (VarveException e) {
            return CompletableFuture.failedFuture(e);
        }
        return Completion.forUsers(looks.thenCompose(found -> join(given, name, givenTopics, options)));
    }

    private CompletableFuture<StreamConsumer<T>> join(
            String given, GroupName name, Map<String, String> givenTopics, ConsumerOptions options) {
        RecordStream<T> stream = new RecordStream<>(cluster, schema, options.stream());
        Holding holding = new Holding(givenTopics);
        Rebalance rebalance = new Rebalance(stream, holding, listener, options.initialPosition());
        Membership membership = new Membership(cluster, name, List.copyOf(givenTopics.keySet()), options, rebalance);
        StreamConsumer<T> consumer =
                new StreamConsumer<>(cluster, given, options, stream, holding, membership, rebalance);
        return membership.start().thenApply(joined -> {
            cluster.opened(consumer);
            return consumer;
        });
    }
}
