/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.chaos.load;

import io.varve.chaos.history.History;
import io.varve.client.VarveClient;
import io.varve.client.producer.Producer;
import io.varve.client.producer.ProducerRecord;
import io.varve.client.producer.WhenFull;
import io.varve.client.record.RecordPosition;
import io.varve.client.record.Schema;
import io.varve.protocol.batch.Codec;
import io.varve.protocol.error.ErrorCode;
import io.varve.protocol.error.VarveException;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * One producing process: an idempotent producer that sends at a rate, whether answers come or not. Its own thread ends when it
 * was told to stop and every answer has come.
 */
final class Sender {
    private static final long TICK_NANOS = TimeUnit.MILLISECONDS.toNanos(2);
    private static final int KEYS = 64;

    private final Producer<byte[]> producer;
    private final History history;
    private final Clock clock;
    private final int process;
    private final int partitions;
    private final double perNano;
    private final SplittableRandom random;
    private final Thread thread;
    private volatile boolean isStopping;

    /**
     * Begins to send.
     *
     * @param deliveryTimeout after which a record is given up, with an outcome that may be unknown
     */
    Sender(
            VarveClient client,
            String topic,
            int partitions,
            int recordsPerSecond,
            Duration deliveryTimeout,
            History history,
            Clock clock,
            SplittableRandom random) {
        this.history = history;
        this.clock = clock;
        this.partitions = partitions;
        this.perNano = recordsPerSecond / 1e9;
        this.random = random;
        Codec codec = List.of(Codec.values()).get(random.nextInt(Codec.values().length));
        this.producer = client.newProducer(Schema.bytes())
                .topic(topic)
                .whenFull(WhenFull.FAIL)
                .compression(codec)
                .deliveryTimeout(deliveryTimeout)
                .create();
        this.process = history.process("delivery within " + deliveryTimeout.toSeconds() + " s, " + codec);
        this.thread = ClientThread.start("sender-" + process, history, clock, this::run);
    }

    /** The key that belongs to a value. */
    static String key(long id) {
        return "key-" + id % KEYS;
    }

    private void run() {
        long begin = clock.getAsLong();
        long sent = 0;
        while (!isStopping) {
            for (long due = (long) ((clock.getAsLong() - begin) * perNano); sent < due && !isStopping; sent++) {
                send();
            }
            LockSupport.parkNanos(TICK_NANOS);
        }
        producer.close();
    }

    private void send() {
        int partition = random.nextInt(partitions);
        long id = history.invoke(process, partition, clock.getAsLong());
        var unused = producer.send(
                        ProducerRecord.of(Value.encode(id)).key(key(id)).partition(partition))
                .whenComplete((position, failure) -> note(id, position, failure));
    }

    private void note(long id, @Nullable RecordPosition position, @Nullable Throwable failure) {
        long now = clock.getAsLong();
        if (position != null) {
            history.ok(id, position.offset(), now);
            return;
        }
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        // The producer's promise: of its codes this one alone says that the record may have been stored.
        if (cause instanceof VarveException known && known.code() != ErrorCode.UNKNOWN_OUTCOME) {
            history.failed(id, known.code().name(), now);
        } else {
            history.unknown(
                    id, cause instanceof VarveException known ? known.code().name() : String.valueOf(cause), now);
        }
    }

    /** Tells it to send no more. */
    void stop() {
        isStopping = true;
    }

    /** Waits until every answer has come. */
    void await() throws InterruptedException {
        thread.join();
    }
}
