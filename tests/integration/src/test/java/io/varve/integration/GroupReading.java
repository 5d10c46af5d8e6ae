/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.integration;

import io.varve.client.VarveClient;
import io.varve.client.consumer.StreamConsumer;
import io.varve.client.record.ReceivedRecord;
import io.varve.client.record.Schema;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * A member of a group that reads what a {@link PacedLoad} sends, and commits after each poll. Every number has to come in its turn,
 * and none again that was committed (I7).
 */
final class GroupReading implements AutoCloseable {
    private static final Duration POLL = Duration.ofMillis(200);
    private static final int NAMED = 20;

    private final StreamConsumer<byte[]> consumer;
    private final long[] next;
    private final long[] committed;
    private final List<String> problems = new ArrayList<>();
    private final CompletableFuture<Void> ended = new CompletableFuture<>();
    private volatile boolean stopped;

    GroupReading(VarveClient client, String group, String topic, int partitions) {
        this.consumer = client.newStreamConsumer(Schema.bytes())
                .group(group)
                .topics(topic)
                .create();
        this.next = new long[partitions];
        this.committed = new long[partitions];
        Thread thread = new Thread(this::run, "group");
        thread.setDaemon(true);
        thread.start();
    }

    private void run() {
        try {
            while (!stopped) {
                List<ReceivedRecord<byte[]>> records = consumer.poll(POLL);
                records.forEach(this::take);
                if (!records.isEmpty()) {
                    consumer.commitSync();
                    committed();
                }
            }
            ended.complete(null);
        } catch (RuntimeException e) {
            ended.completeExceptionally(e);
        }
    }

    private synchronized void take(ReceivedRecord<byte[]> record) {
        int partition = record.partition();
        long number = PacedLoad.numberOf(Objects.requireNonNull(record.value()));
        if (record.offset() < committed[partition] || number > next[partition]) {
            if (problems.size() < NAMED) {
                problems.add("record " + number + " of partition " + partition + " came at offset " + record.offset()
                        + " when " + next[partition] + " was due and " + committed[partition] + " committed");
            }
        }
        next[partition] = Math.max(next[partition], number + 1);
    }

    private synchronized void committed() {
        System.arraycopy(next, 0, committed, 0, next.length);
    }

    /** How many records of each partition were read and committed. */
    synchronized List<Long> progress() {
        return Arrays.stream(committed).boxed().toList();
    }

    /** What came out of its turn. */
    synchronized List<String> problems() {
        return List.copyOf(problems);
    }

    /** Stops, and fails if reading has. */
    void end(Duration patience) throws Exception {
        stopped = true;
        ended.get(patience.toMillis(), TimeUnit.MILLISECONDS);
    }

    @Override
    public void close() {
        stopped = true;
        consumer.close();
    }
}
