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
import io.varve.client.record.ReceivedRecord;
import io.varve.client.record.Schema;
import io.varve.protocol.error.ErrorCode;
import io.varve.protocol.error.VarveException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/** A reader without a group, of all partitions from their beginning on, that is never closed while the run lasts. */
final class TailReader {
    private static final Duration POLL = Duration.ofMillis(200);

    private final Reader<byte[]> reader;
    private final History history;
    private final Clock clock;
    private final Map<Integer, Reading> readings = new TreeMap<>();
    private final Map<Integer, Long> next = new ConcurrentHashMap<>();
    private final Thread thread;
    private volatile boolean isStopping;

    TailReader(VarveClient client, String topic, int partitions, History history, Clock clock) {
        this.history = history;
        this.clock = clock;
        this.reader = client.newReader(Schema.bytes())
                .topic(topic)
                .from(StartPosition.earliest())
                .create();
        for (int partition = 0; partition < partitions; partition++) {
            readings.put(partition, history.reading("tail", Reading.By.TAIL, partition, 0, clock.getAsLong()));
            next.put(partition, 0L);
        }
        this.thread = ClientThread.start("tail", history, clock, this::run);
    }

    private void run() {
        try (reader) {
            while (!isStopping) {
                List<ReceivedRecord<byte[]>> records = reader.poll(POLL);
                next.putAll(Given.note(history, readings, records, clock.getAsLong()));
            }
        } catch (VarveException e) {
            if (e.code() != ErrorCode.CLOSED) {
                history.unreadable("tail: " + e, clock.getAsLong());
            }
        }
    }

    /** The offset after the last record of a partition that it was given. */
    long next(int partition) {
        return next.getOrDefault(partition, 0L);
    }

    /** Ends it; returns when it has ended. */
    void stop() throws InterruptedException {
        isStopping = true;
        thread.join();
    }
}
