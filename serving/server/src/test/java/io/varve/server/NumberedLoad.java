/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.server;

import io.varve.client.VarveClient;
import io.varve.client.producer.Producer;
import io.varve.client.producer.ProducerRecord;
import io.varve.client.reader.Reader;
import io.varve.client.reader.StartPosition;
import io.varve.client.record.ReceivedRecord;
import io.varve.client.record.Schema;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** Sends numbers to the partitions of a topic in turn, on a thread of its own, until it is told to stop: each partition gets 0, 1, 2... */
final class NumberedLoad implements AutoCloseable {
    private static final long PAUSE_NANOS = TimeUnit.MICROSECONDS.toNanos(500);
    private static final int IN_FLIGHT = 2_000;
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final VarveClient client;
    private final String topic;
    private final int partitions;
    private final Producer<String> producer;
    private final AtomicLong acknowledged = new AtomicLong();
    private final List<Throwable> failures = new ArrayList<>();
    private final CompletableFuture<Void> ended = new CompletableFuture<>();
    private final Semaphore room = new Semaphore(IN_FLIGHT);
    private volatile boolean stopped;
    private volatile long sent;

    NumberedLoad(VarveClient client, String topic, int partitions) {
        this.client = client;
        this.topic = topic;
        this.partitions = partitions;
        this.producer = client.newProducer(Schema.string()).topic(topic).create();
        Thread thread = new Thread(this::run, "load");
        thread.setDaemon(true);
        thread.start();
    }

    private void run() {
        try {
            long count = 0;
            while (!stopped) {
                room.acquire();
                int partition = (int) (count % partitions);
                String number = Long.toString(count / partitions);
                var unused = producer.send(ProducerRecord.of(number).partition(partition))
                        .whenComplete((position, failure) -> answered(failure));
                count++;
                sent = count;
                LockSupport.parkNanos(PAUSE_NANOS);
            }
            room.acquire(IN_FLIGHT);
            ended.complete(null);
        } catch (InterruptedException | RuntimeException e) {
            ended.completeExceptionally(e);
        }
    }

    private void answered(@Nullable Throwable failure) {
        if (failure == null) {
            acknowledged.incrementAndGet();
        } else {
            synchronized (failures) {
                failures.add(failure);
            }
        }
        room.release();
    }

    /** Returns when so many more records were acknowledged. */
    void passes(long records) throws Exception {
        long until = acknowledged.get() + records;
        Eventually.holds("the load goes on", PATIENCE, () -> acknowledged.get() >= until);
    }

    /** Stops sending, and returns when everything was answered. */
    void end() throws Exception {
        stopped = true;
        ended.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    }

    /** Records sent so far. */
    long sent() {
        return sent;
    }

    /** Why records weren't acknowledged. */
    List<Throwable> failures() {
        synchronized (failures) {
            return List.copyOf(failures);
        }
    }

    /** Whether each partition holds exactly what was sent, in order, once; for after the end. */
    boolean storedInOrder() {
        long[] next = new long[partitions];
        try (Reader<String> reader = client.newReader(Schema.string())
                .topic(topic)
                .from(StartPosition.earliest())
                .create()) {
            for (long read = 0; read < sent; ) {
                List<ReceivedRecord<String>> batch = reader.poll(PATIENCE);
                if (batch.isEmpty()) {
                    return false;
                }
                for (ReceivedRecord<String> record : batch) {
                    if (!String.valueOf(next[record.partition()]++).equals(record.value())) {
                        return false;
                    }
                    read++;
                }
            }
            return reader.poll(Duration.ofMillis(200)).isEmpty();
        }
    }

    @Override
    public void close() {
        stopped = true;
        producer.close();
    }
}
