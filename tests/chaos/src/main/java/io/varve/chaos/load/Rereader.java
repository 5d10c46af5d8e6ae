/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.chaos.load;

import io.varve.chaos.history.History;
import io.varve.chaos.history.Reading;
import io.varve.client.VarveClient;
import io.varve.client.reader.Reader;
import io.varve.client.reader.StartPosition;
import io.varve.client.record.Schema;
import io.varve.protocol.error.ErrorCode;
import io.varve.protocol.error.VarveException;
import java.time.Duration;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Readers, one after the other, that begin anywhere in what is there: in memory, in ledgers, in objects. */
final class Rereader {
    private static final Duration POLL = Duration.ofMillis(200);
    private static final int RECORDS = 3_000;
    private static final Duration LONGEST = Duration.ofSeconds(10);
    private static final Duration PAUSE = Duration.ofSeconds(1);

    private final VarveClient client;
    private final String topic;
    private final int partitions;
    private final TailReader tail;
    private final History history;
    private final Clock clock;
    private final SplittableRandom random;
    private final Thread thread;
    private volatile boolean isStopping;

    /**
     * Begins to read.
     *
     * @param tail knows what is there
     */
    Rereader(
            VarveClient client,
            String topic,
            int partitions,
            TailReader tail,
            History history,
            Clock clock,
            SplittableRandom random) {
        this.client = client;
        this.topic = topic;
        this.partitions = partitions;
        this.tail = tail;
        this.history = history;
        this.clock = clock;
        this.random = random;
        this.thread = ClientThread.start("reread", history, clock, this::run);
    }

    private void run() {
        while (!isStopping) {
            int partition = random.nextInt(partitions);
            long from = random.nextLong(tail.next(partition) + 1);
            try {
                read(partition, from);
            } catch (VarveException e) {
                // Not to be reached isn't unreadable; a reader that is told so by a poll is.
                if (!e.retriable() && e.code() != ErrorCode.CLOSED) {
                    history.unreadable("partition " + partition + " from offset " + from + ": " + e, clock.getAsLong());
                }
            }
            LockSupport.parkNanos(PAUSE.toNanos());
        }
    }

    private void read(int partition, long from) {
        try (Reader<byte[]> reader = client.newReader(Schema.bytes())
                .topic(topic)
                .partitions(partition)
                .from(StartPosition.at(from))
                .create()) {
            Map<Integer, Reading> reading =
                    Map.of(partition, history.reading("reread", Reading.By.REREAD, partition, from, clock.getAsLong()));
            long until = Math.min(from + RECORDS, tail.next(partition));
            long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(LONGEST.toSeconds());
            for (long next = from; next < until && !isStopping && System.nanoTime() < deadline; ) {
                next = Given.note(history, reading, reader.poll(POLL), clock.getAsLong())
                        .getOrDefault(partition, next);
            }
        }
    }

    /** Ends it; returns when it has ended. */
    void stop() throws InterruptedException {
        isStopping = true;
        thread.join();
    }
}
