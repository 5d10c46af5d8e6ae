/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.integration;

import static org.assertj.core.api.Assertions.assertThat;

import io.varve.client.VarveClient;
import io.varve.client.producer.Producer;
import io.varve.client.producer.ProducerRecord;
import io.varve.client.reader.Reader;
import io.varve.client.reader.StartPosition;
import io.varve.client.record.ReceivedRecord;
import io.varve.client.record.Schema;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** Sends records at a steady rate, numbered from 0 in each partition, and measures for how long none was acknowledged. */
final class PacedLoad {
    private static final long TICK_NANOS = TimeUnit.MILLISECONDS.toNanos(1);
    private static final int RECORD_BYTES = 100;
    /** More than any machine takes: the producer's memory is the pace. */
    private static final int WITHOUT_PAUSE = 10_000_000;

    private final Producer<byte[]> producer;
    private final int partitions;
    private final int perSecond;
    private final int recordBytes;
    private final CompletableFuture<Void> ended = new CompletableFuture<>();
    private final List<Throwable> failures = new ArrayList<>();
    private List<Long> times = new ArrayList<>();
    private long acknowledged;
    private long answered;
    private long lastNanos = System.nanoTime();
    private long longestNanos;
    private volatile boolean stopped;
    private volatile long sent;

    PacedLoad(Producer<byte[]> producer, int partitions, int perSecond) {
        this(producer, partitions, perSecond, RECORD_BYTES);
    }

    private PacedLoad(Producer<byte[]> producer, int partitions, int perSecond, int recordBytes) {
        this.producer = producer;
        this.partitions = partitions;
        this.perSecond = perSecond;
        this.recordBytes = recordBytes;
    }

    /** As much as is taken, of records of this size; times to acknowledgement say nothing then. */
    static PacedLoad asFastAsItGoes(Producer<byte[]> producer, int partitions, int recordBytes) {
        return new PacedLoad(producer, partitions, WITHOUT_PAUSE, recordBytes);
    }

    /** Sends on a thread of its own until {@link #end}. */
    void start() {
        Thread thread = new Thread(this::run, "load");
        thread.setDaemon(true);
        thread.start();
    }

    private void run() {
        try {
            long start = System.nanoTime();
            long count = 0;
            while (!stopped) {
                long due = (System.nanoTime() - start) * perSecond / TimeUnit.SECONDS.toNanos(1);
                while (count < due && !stopped) {
                    send(count, start + count * TimeUnit.SECONDS.toNanos(1) / perSecond);
                    sent = ++count;
                }
                LockSupport.parkNanos(TICK_NANOS);
            }
            ended.complete(null);
        } catch (RuntimeException e) {
            ended.completeExceptionally(e);
        }
    }

    private void send(long count, long dueNanos) {
        byte[] value =
                ByteBuffer.allocate(recordBytes).putLong(count / partitions).array();
        var unused = producer.send(ProducerRecord.of(value).partition((int) (count % partitions)))
                .whenComplete((position, failure) -> answered(dueNanos, failure));
    }

    private synchronized void answered(long dueNanos, @Nullable Throwable failure) {
        answered++;
        if (failure != null) {
            failures.add(failure);
            return;
        }
        acknowledged++;
        times.add(System.nanoTime() - dueNanos);
        measure();
        lastNanos = System.nanoTime();
    }

    private void measure() {
        longestNanos = Math.max(longestNanos, System.nanoTime() - lastNanos);
    }

    /** The longest time without an acknowledgement since this was asked last, up to now. */
    synchronized Duration longestSilence() {
        measure();
        Duration longest = Duration.ofNanos(longestNanos);
        longestNanos = 0;
        return longest;
    }

    /** From when each record was to be sent to its acknowledgement, in ns, of those acknowledged since this was asked last. */
    synchronized List<Long> takeTimes() {
        List<Long> taken = times;
        times = new ArrayList<>();
        return taken;
    }

    /** Returns after so long, when all that was sent in it is answered. */
    void lasts(Duration time, Duration patience) throws Exception {
        long since = System.nanoTime();
        Eventually.holds("time passes", time.plus(patience), () -> System.nanoTime() - since >= time.toNanos());
        long until = sent;
        Eventually.holds("what was sent is answered", patience, () -> answered() >= until);
    }

    private synchronized long answered() {
        return answered;
    }

    /** Records that were acknowledged. */
    synchronized long acknowledged() {
        return acknowledged;
    }

    /** Returns when so many more records were acknowledged. */
    void passes(long records, Duration patience) throws Exception {
        long until = acknowledged() + records;
        Eventually.holds("the load goes on", patience, () -> acknowledged() >= until);
    }

    /** Stops sending, and returns when everything was answered. */
    void end(Duration patience) throws Exception {
        stopped = true;
        ended.get(patience.toMillis(), TimeUnit.MILLISECONDS);
        Eventually.holds("everything is answered", patience, this::isAnswered);
    }

    private synchronized boolean isAnswered() {
        return answered == sent;
    }

    /** Why records weren't acknowledged. */
    synchronized List<Throwable> failures() {
        return List.copyOf(failures);
    }

    /** How many records were sent to a partition; for after the end. */
    long sent(int partition) {
        return (sent + partitions - 1 - partition) / partitions;
    }

    /** Reads the topic from first to last: each record that was sent is there once, in order, at the offset of its number. */
    void isReadOnceInOrder(VarveClient client, String topic, Duration patience) {
        long[] next = new long[partitions];
        try (Reader<byte[]> reader = client.newReader(Schema.bytes())
                .topic(topic)
                .from(StartPosition.earliest())
                .create()) {
            for (long read = 0; read < sent; ) {
                List<ReceivedRecord<byte[]>> records = reader.poll(patience);
                assertThat(records).as("records after %d of %d", read, sent).isNotEmpty();
                for (ReceivedRecord<byte[]> record : records) {
                    assertThat(numberOf(Objects.requireNonNull(record.value())))
                            .as("offset %d of partition %d", record.offset(), record.partition())
                            .isEqualTo(next[record.partition()]++)
                            .isEqualTo(record.offset());
                    read++;
                }
            }
            assertThat(reader.poll(Duration.ofMillis(200))).isEmpty();
        }
    }

    /** The number of a record in its partition. */
    static long numberOf(byte[] value) {
        return ByteBuffer.wrap(value).getLong();
    }
}
