/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.client.producer;

import io.varve.client.cluster.Cluster;
import io.varve.client.cluster.TopicView;
import io.varve.client.record.Schema;
import io.varve.client.transport.Completion;
import io.varve.protocol.batch.BatchLimits;
import io.varve.protocol.batch.Codec;
import io.varve.protocol.error.ErrorCode;
import io.varve.protocol.error.VarveException;
import io.varve.protocol.name.TopicName;
import io.varve.protocol.wire.ProducerIdentity;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/**
 * Makes a {@link Producer}; {@link ProducerOptions#DEFAULT} says what holds unless it is changed here.
 *
 * @param <T> the type of the values
 */
public final class ProducerBuilder<T> {
    private final Cluster cluster;
    private final Schema<T> schema;

    private @Nullable String topic;
    private Acks acks = ProducerOptions.DEFAULT.acks();
    private @Nullable Boolean idempotent;
    private Codec codec = ProducerOptions.DEFAULT.codec();
    private @Nullable Integer batchBytes;
    private int memoryBytes = ProducerOptions.DEFAULT.memoryBytes();
    private WhenFull whenFull = ProducerOptions.DEFAULT.whenFull();
    private Duration deliveryTimeout = ProducerOptions.DEFAULT.deliveryTimeout();
    private Partitioner partitioner = ProducerOptions.DEFAULT.partitioner();
    private Duration topicRefresh = ProducerOptions.DEFAULT.topicRefresh();

    /** Used by the client. */
    public ProducerBuilder(Cluster cluster, Schema<T> schema) {
        this.cluster = cluster;
        this.schema = schema;
    }

    /** The topic, {@code name} or {@code tenant/namespace/name}; required. */
    public ProducerBuilder<T> topic(String name) {
        topic = name;
        return this;
    }

    /** What success means. */
    public ProducerBuilder<T> acks(Acks choice) {
        acks = choice;
        return this;
    }

    /**
     * Whether records that are sent again are stored once: true unless there are no acknowledgements. If not, a lost answer
     * fails its records with UNKNOWN_OUTCOME, and records that a broker refused for a while may be stored after later ones.
     */
    public ProducerBuilder<T> idempotent(boolean choice) {
        idempotent = choice;
        return this;
    }

    /** How batches are compressed. */
    public ProducerBuilder<T> compression(Codec choice) {
        codec = choice;
        return this;
    }

    /** Where batches are cut, before compression; by default 1 MB, or the memory if that is less. */
    public ProducerBuilder<T> batchBytes(int bytes) {
        batchBytes = bytes;
        return this;
    }

    /** How many bytes of records may wait or be on their way. */
    public ProducerBuilder<T> memoryBytes(int bytes) {
        memoryBytes = bytes;
        return this;
    }

    /** What {@code send} does at the memory limit. */
    public ProducerBuilder<T> whenFull(WhenFull choice) {
        whenFull = choice;
        return this;
    }

    /** How long a record may take from {@code send} to success. */
    public ProducerBuilder<T> deliveryTimeout(Duration timeout) {
        deliveryTimeout = timeout;
        return this;
    }

    /** Who chooses the partition of a record that names none. */
    public ProducerBuilder<T> partitioner(Partitioner choice) {
        partitioner = choice;
        return this;
    }

    /** How often it looks whether the topic has more partitions, to which it sends from then on. */
    public ProducerBuilder<T> topicRefresh(Duration interval) {
        topicRefresh = interval;
        return this;
    }

    /**
     * Creates the producer.
     *
     * @throws VarveException TOPIC_NOT_FOUND, INVALID_NAME; UNREACHABLE or TIMEOUT after the client's request timeout
     * @throws IllegalArgumentException if an option is out of its range
     */
    public Producer<T> create() {
        return Completion.await(createAsync());
    }

    /** As {@link #create}, without waiting. */
    public CompletableFuture<Producer<T>> createAsync() {
        ProducerOptions options = new ProducerOptions(
                acks,
                idempotent == null ? acks == Acks.QUORUM : idempotent,
                codec,
                batchBytes == null ? Math.min(ProducerOptions.DEFAULT.batchBytes(), memoryBytes) : batchBytes,
                memoryBytes,
                whenFull,
                deliveryTimeout,
                partitioner,
                topicRefresh);
        String given = topic;
        if (given == null) {
            return CompletableFuture.failedFuture(
                    new VarveException(ErrorCode.INVALID_ARGUMENT, "a producer needs a topic"));
        }
        TopicName name;
        try {
            name = TopicName.parse(given);
        } catch (VarveException e) {
            return CompletableFuture.failedFuture(e);
        }
        CompletableFuture<Producer<T>> producer = cluster.topics()
                .lookUp(name)
                .thenCompose(view -> options.idempotent()
                        ? ProducerCore.newIdentity(cluster)
                                .thenApply(identity -> create(name, given, view, options, identity))
                        : CompletableFuture.completedFuture(create(name, given, view, options, null)));
        return Completion.forUsers(producer);
    }

    private Producer<T> create(
            TopicName name,
            String given,
            TopicView view,
            ProducerOptions options,
            @Nullable ProducerIdentity identity) {
        BatchLimits limits = cluster.limits();
        // Fair, so that a large record gets its turn among small ones.
        Semaphore memory = new Semaphore(options.memoryBytes(), true);
        ProducerCore core = new ProducerCore(cluster, name, given, view, options, limits, identity, memory);
        Producer<T> producer = new Producer<>(given, schema, options, limits, cluster, core, memory);
        cluster.opened(producer);
        return producer;
    }
}
