/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.replay.sink;

import io.varve.client.VarveClient;
import io.varve.client.producer.Producer;
import io.varve.client.producer.ProducerRecord;
import io.varve.client.record.ReceivedRecord;
import io.varve.client.record.Schema;
import io.varve.client.transport.Completion;
import io.varve.protocol.error.VarveException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Another topic: key, value, headers and time stay. If it has as many partitions as the one that is replayed, every record goes
 * to the partition of the same number, so that its order stays as well; otherwise the key decides.
 */
public final class TopicSink implements ReplaySink {
    private static final Duration CLOSE_PATIENCE = Duration.ofSeconds(5);

    private final Producer<byte[]> producer;
    private final boolean samePartition;
    private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
    private long sent;

    private TopicSink(Producer<byte[]> producer, boolean samePartition) {
        this.producer = producer;
        this.samePartition = samePartition;
    }

    /**
     * Opens the topic.
     *
     * @param source the topic that is replayed
     * @throws VarveException TOPIC_NOT_FOUND, INVALID_NAME
     */
    public static TopicSink open(VarveClient client, String source, String topic) {
        boolean samePartition = partitions(client, source) == partitions(client, topic);
        return new TopicSink(client.newProducer(Schema.bytes()).topic(topic).create(), samePartition);
    }

    private static int partitions(VarveClient client, String topic) {
        return client.admin().describeTopic(topic).partitions().size();
    }

    /** Waits for room if too much is on its way. */
    @Override
    public void accept(ReceivedRecord<byte[]> record) {
        check();
        ProducerRecord<byte[]> copy = ProducerRecord.copyOf(record);
        Completion.of(producer.send(samePartition ? copy.partition(record.partition()) : copy), (position, problem) -> {
            if (problem != null) {
                failure.compareAndSet(null, problem);
            }
        });
        sent++;
    }

    /** Waits until all is stored; the mark is the number of records that this process has sent. */
    @Override
    public long commit() {
        producer.flush();
        check();
        return sent;
    }

    /** Only back to the beginning and before anything was sent: what a topic has stays. */
    @Override
    public void rewind(long mark) {
        if (mark != 0 || sent != 0) {
            throw new IllegalStateException("a topic can't be brought back to record " + mark + " of " + sent);
        }
    }

    @Override
    public void close() {
        producer.close(CLOSE_PATIENCE);
    }

    private void check() {
        Throwable first = failure.get();
        if (first instanceof VarveException e) {
            throw e;
        }
        if (first != null) {
            throw new IllegalStateException("sending failed", first);
        }
    }
}
