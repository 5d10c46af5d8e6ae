/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.integration;

import io.varve.client.producer.Producer;
import io.varve.client.producer.ProducerRecord;
import io.varve.client.record.RecordPosition;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** Sends random records and writes a history of what it was told about them. */
final class SeededLoad {
    private final Producer<byte[]> producer;
    private final AckedHistory history;
    private final int partitions;
    private final int records;
    private final int recordBytes;
    private final SplittableRandom random;
    private final AtomicLong acknowledged = new AtomicLong();
    private final List<Throwable> failures = new ArrayList<>();
    private final CompletableFuture<Void> done = new CompletableFuture<>();
    private volatile long pauseNanos;

    SeededLoad(
            Producer<byte[]> producer, AckedHistory history, int partitions, int records, int recordBytes, long seed) {
        this.producer = producer;
        this.history = history;
        this.partitions = partitions;
        this.records = records;
        this.recordBytes = recordBytes;
        this.random = new SplittableRandom(seed);
    }

    /** Sends all records on a thread of its own, as fast as the producer takes them. */
    void start() {
        Thread thread = new Thread(this::run, "load");
        thread.setDaemon(true);
        thread.start();
    }

    /** Waits so long after each record from now on; 0 = sends as fast as it can. */
    void pauseAfterEach(long nanos) {
        pauseNanos = nanos;
    }

    /** Records that were acknowledged so far. */
    long acknowledged() {
        return acknowledged.get();
    }

    /** Whether every record was sent and its answer noted. */
    boolean isDone() {
        return done.isDone();
    }

    /** Completes when every record was sent and its answer noted. */
    CompletableFuture<Void> done() {
        return done;
    }

    /** Why records were not acknowledged; complete when the load is done. */
    List<Throwable> failures() {
        synchronized (failures) {
            return List.copyOf(failures);
        }
    }

    private void run() {
        try {
            long[] sent = new long[partitions];
            List<CompletableFuture<?>> answers = new ArrayList<>();
            for (int i = 0; i < records; i++) {
                int partition = random.nextInt(partitions);
                byte[] value = new byte[recordBytes];
                random.nextBytes(value);
                answers.add(send(partition, sent[partition]++, value));
                if (pauseNanos > 0) {
                    LockSupport.parkNanos(pauseNanos);
                }
            }
            assert Arrays.stream(sent).sum() == records;
            CompletableFuture.allOf(answers.toArray(CompletableFuture[]::new)).join();
            done.complete(null);
        } catch (RuntimeException | Error e) {
            done.completeExceptionally(e);
        }
    }

    private CompletableFuture<?> send(int partition, long number, byte[] value) {
        Digest digest = Digest.of(value);
        return producer.send(ProducerRecord.of(value).partition(partition))
                .handle((position, failure) -> note(partition, number, digest, position, failure));
    }

    private @Nullable Void note(
            int partition, long number, Digest digest, @Nullable RecordPosition position, @Nullable Throwable failure) {
        if (position != null) {
            history.acknowledged(partition, position.offset(), number, digest);
            acknowledged.incrementAndGet();
        } else {
            history.unknown(partition, number, digest);
            synchronized (failures) {
                failures.add(failure == null ? new AssertionError("neither position nor failure") : failure);
            }
        }
        return null;
    }
}
