/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.client.reader;

import io.varve.client.cluster.Cluster;
import io.varve.client.cluster.OffsetLookup;
import io.varve.client.cluster.OpenHandle;
import io.varve.client.record.ReceivedRecord;
import io.varve.client.record.TopicPartition;
import io.varve.client.transport.Completion;
import io.varve.protocol.error.ErrorCode;
import io.varve.protocol.error.VarveException;
import io.varve.protocol.name.TopicName;
import io.varve.protocol.wire.OffsetQuery;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;

/**
 * Reads partitions of one topic on its own, without a group and without remembering anything at the broker. Records of one
 * partition come in order; partitions take turns. Survives lost connections and moves of partitions without losing or
 * repeating a record. May be used from any thread; for order, let one thread poll at a time.
 *
 * <pre>{@code
 * try (Reader<String> reader = client.newReader(Schema.string()).topic("orders").from(StartPosition.earliest()).create()) {
 *     for (ReceivedRecord<String> record : reader.poll(Duration.ofSeconds(1))) {
 *         System.out.println(record.partition() + "@" + record.offset() + " " + record.value());
 *     }
 * }
 * }</pre>
 *
 * @param <T> the type of the values
 */
public final class Reader<T> implements OpenHandle, Iterable<ReceivedRecord<T>> {
    private static final Duration ITERATOR_POLL = Duration.ofSeconds(1);

    private final Cluster cluster;
    private final String topic;
    private final RecordStream<T> stream;

    Reader(Cluster cluster, String topic, RecordStream<T> stream) {
        this.cluster = cluster;
        this.topic = topic;
        this.stream = stream;
    }

    /** The topic as it was given. */
    public String topic() {
        return topic;
    }

    /** The partitions that are read. */
    public Set<TopicPartition> partitions() {
        return stream.partitions();
    }

    /**
     * The next records, as soon as there are any; none when the timeout has passed.
     *
     * @throws VarveException OFFSET_OUT_OF_RANGE (seek to go on), TOPIC_NOT_FOUND, DAMAGED, CORRUPT_BATCH of a partition, each
     *     time until it is sought elsewhere; CLOSED. While brokers can't be reached there is just nothing to return.
     */
    public List<ReceivedRecord<T>> poll(Duration timeout) {
        return stream.poll(timeout);
    }

    /** As {@link #poll}, without waiting. */
    public CompletableFuture<List<ReceivedRecord<T>>> pollAsync(Duration timeout) {
        return stream.pollAsync(timeout);
    }

    /** As {@link #poll} with a limit of its own instead of {@code maxPollRecords}, without waiting. */
    public CompletableFuture<List<ReceivedRecord<T>>> pollAsync(Duration timeout, PollLimit limit) {
        return stream.pollAsync(timeout, limit);
    }

    /** Record after record, waiting for new ones, until the reader is closed. */
    @Override
    public Iterator<ReceivedRecord<T>> iterator() {
        return new Endless();
    }

    /** Reads on from this offset; the next poll returns nothing from before. */
    public void seek(int partition, long offset) {
        seek(partition, StartPosition.at(offset));
    }

    /** Reads on from the first batch with a record of this time or later. */
    public void seek(int partition, Instant time) {
        seek(partition, StartPosition.at(time));
    }

    /** Reads on from this position. */
    public void seek(int partition, StartPosition position) {
        stream.seek(new TopicPartition(topic, partition), position);
    }

    /** Delivers nothing of these partitions until {@link #resume}; the broker stops sending when the buffer is full. */
    public void pause(Collection<TopicPartition> partitions) {
        stream.pause(partitions);
    }

    /** Ends {@link #pause}. */
    public void resume(Collection<TopicPartition> partitions) {
        stream.resume(partitions);
    }

    /** The offset after the last record that was returned, or the one sought; empty while neither is known. */
    public OptionalLong position(int partition) {
        return stream.position(new TopicPartition(topic, partition));
    }

    /** The partitions' ends (the offset of the next record) as the brokers told with the last records. */
    public Map<TopicPartition, Long> lastKnownEnds() {
        return stream.confirmedEnds();
    }

    /** The ends of the partitions that are read, asked for now. */
    public Map<TopicPartition, Long> ends() {
        return Completion.await(endsAsync());
    }

    /** As {@link #ends}, without waiting. */
    public CompletableFuture<Map<TopicPartition, Long>> endsAsync() {
        TopicName name = TopicName.parse(topic);
        CompletableFuture<Map<TopicPartition, Long>> ends = CompletableFuture.completedFuture(new TreeMap<>());
        for (TopicPartition partition : partitions()) {
            ends = ends.thenCombine(
                    OffsetLookup.find(cluster, name, partition.partition(), OffsetQuery.OFFSET_LATEST, 0),
                    (known, found) -> {
                        known.put(partition, found.getNextOffset());
                        return known;
                    });
        }
        return Completion.forUsers(ends);
    }

    /** What was returned so far, by where the broker had it. */
    public ReadCounters counters() {
        return stream.counters();
    }

    /** Ends reading. */
    @Override
    public void close() {
        stream.close();
        cluster.closed(this);
    }

    /** As {@link #close}; has nothing to wait for. */
    @Override
    public CompletableFuture<Void> closeAsync(Duration timeout) {
        close();
        return CompletableFuture.completedFuture(null);
    }

    private final class Endless implements Iterator<ReceivedRecord<T>> {
        private Iterator<ReceivedRecord<T>> batch = List.<ReceivedRecord<T>>of().iterator();

        @Override
        public boolean hasNext() {
            try {
                while (!batch.hasNext()) {
                    batch = poll(ITERATOR_POLL).iterator();
                }
                return true;
            } catch (VarveException e) {
                if (e.code() == ErrorCode.CLOSED) {
                    return false;
                }
                throw e;
            }
        }

        @Override
        public ReceivedRecord<T> next() {
            if (!hasNext()) {
                throw new NoSuchElementException("the reader is closed");
            }
            return batch.next();
        }
    }
}
