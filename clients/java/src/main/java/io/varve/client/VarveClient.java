/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.client;

import io.varve.client.admin.Admin;
import io.varve.client.cluster.Cluster;
import io.varve.client.consumer.StreamConsumerBuilder;
import io.varve.client.producer.ProducerBuilder;
import io.varve.client.reader.ReaderBuilder;
import io.varve.client.record.Schema;
import io.varve.client.transport.Completion;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/**
 * The way into a Varve cluster: makes producers, readers and consumers, which share its connections and threads. One client
 * per program is enough; it may be used from any thread. Connects when it is first used.
 *
 * <pre>{@code
 * try (VarveClient client = VarveClient.builder().servers("localhost:7650").build()) {
 *     client.admin().createTopic(NewTopic.of("orders", 4));
 *     try (Producer<String> producer = client.newProducer(Schema.string()).topic("orders").create()) {
 *         RecordPosition position = producer.send("first").join();
 *     }
 * }
 * }</pre>
 *
 * <p>Failures are {@link io.varve.protocol.error.VarveException}s with a stable code. Every call ends: each request that it
 * makes, all attempts together, has the client's request timeout unless the call says otherwise. A call that needs several,
 * such as describing a group, makes them one after the other.
 */
public final class VarveClient implements AutoCloseable {
    private final Cluster cluster;
    private final Admin admin;

    VarveClient(Cluster cluster) {
        this.cluster = cluster;
        this.admin = new Admin(cluster);
    }

    /** Options, then a client. */
    public static VarveClientBuilder builder() {
        return new VarveClientBuilder();
    }

    /** Options, then a producer, which sends values of the schema to one topic. */
    public <T> ProducerBuilder<T> newProducer(Schema<T> schema) {
        return new ProducerBuilder<>(cluster, schema);
    }

    /** Options, then a reader, which reads partitions of one topic without a group. */
    public <T> ReaderBuilder<T> newReader(Schema<T> schema) {
        return new ReaderBuilder<>(cluster, schema);
    }

    /** Options, then a consumer, which reads topics as a member of a group. */
    public <T> StreamConsumerBuilder<T> newStreamConsumer(Schema<T> schema) {
        return new StreamConsumerBuilder<>(cluster, schema);
    }

    /** Topics, groups and the state of the cluster. */
    public Admin admin() {
        return admin;
    }

    /** As {@link #close(Duration)} with the request timeout. */
    @Override
    public void close() {
        close(cluster.requestTimeout());
    }

    /** Closes what was made with this client, then its connections; what is not sent after the timeout fails. */
    public void close(Duration timeout) {
        Completion.await(closeAsync(timeout));
    }

    /** As {@link #close(Duration)}, without waiting. */
    public CompletableFuture<Void> closeAsync(Duration timeout) {
        return cluster.close(timeout);
    }
}
