/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.bench.load;

import io.varve.bench.check.Receipts;
import io.varve.bench.check.Values;
import io.varve.bench.driver.Receiver;
import io.varve.bench.driver.RecordSink;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.SingleWriterRecorder;

/**
 * One consumer of a group, which reads on a thread of its own until it is told to stop.
 *
 * @param <R> what it writes down
 */
final class Member<R extends Receipts> {
    private static final Duration POLL = Duration.ofMillis(100);
    private static final int DIGITS = 3;

    private final Receiver receiver;
    private final R receipts;
    private final RecordSink sink;
    private final SingleWriterRecorder micros = new SingleWriterRecorder(DIGITS);
    private volatile long firstNanos;
    private volatile long lastNanos;
    private volatile boolean stopped;

    /** Reads from a receiver, which is its own from now on. */
    Member(Receiver receiver, R receipts, boolean timed) {
        this.receiver = receiver;
        this.receipts = receipts;
        this.sink = timed ? this::addTimed : this::add;
    }

    /** Reads until it is told to stop. */
    void read() {
        while (!stopped) {
            if (receiver.poll(POLL, sink) > 0) {
                lastNanos = System.nanoTime();
            }
        }
    }

    private void add(byte[] value) {
        if (firstNanos == 0) {
            firstNanos = System.nanoTime();
        }
        receipts.add(value);
    }

    private void addTimed(byte[] value) {
        if (receipts.add(value)) {
            long nanos = System.nanoTime() - Values.timeNanos(value);
            micros.recordValue(Math.max(0, TimeUnit.NANOSECONDS.toMicros(nanos)));
        }
    }

    void stop() {
        stopped = true;
    }

    void close() {
        receiver.close();
    }

    /** What it got; whole once its thread has ended. */
    R receipts() {
        return receipts;
    }

    /** When it got its first record; 0 if it has none. Only if records aren't timed. */
    long firstNanos() {
        return firstNanos;
    }

    /** When it got its last record; 0 if it has none. */
    long lastNanos() {
        return lastNanos;
    }

    /** Adds the times from sending to receipt since the last call, in microseconds. */
    void drainTo(Histogram total) {
        total.add(micros.getIntervalHistogram());
    }
}
