/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.bench.load;

import com.sun.management.OperatingSystemMXBean;
import io.varve.bench.workload.Second;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;

/** Looks once a second at what went through, from the beginning of the measurement to its end. */
final class Measurement {
    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);
    private static final double SECONDS_OF_A_NANO = 1e-9;
    private static final double MILLIS_OF_A_MICRO = 1e-3;
    private static final int DIGITS = 3;

    private final Producers producers;
    private final Groups<?> groups;
    private final LoadListener listener;
    private final Failure failure;
    private final Histogram ackMicros = new Histogram(DIGITS);
    private final Histogram endToEndMicros = new Histogram(DIGITS);
    private final List<Second> seconds = new ArrayList<>();
    private final CountDownLatch ending = new CountDownLatch(1);
    private final long startNanos;
    private final long startCpuNanos = cpuNanos();
    private final Thread clock;
    private long recordsOut;

    private Measurement(
            Producers producers,
            Groups<?> groups,
            LoadListener listener,
            Failure failure,
            long startNanos,
            long recordsOutBefore) {
        this.producers = producers;
        this.groups = groups;
        this.listener = listener;
        this.failure = failure;
        this.startNanos = startNanos;
        this.recordsOut = recordsOutBefore;
        this.clock = RunThread.start("clock", failure, this::run);
    }

    /** Begins now, while nothing is on its way. */
    static Measurement begin(Producers producers, Groups<?> groups, LoadListener listener, Failure failure) {
        producers.drainTo(new Histogram(DIGITS));
        groups.drainTo(new Histogram(DIGITS));
        return new Measurement(producers, groups, listener, failure, System.nanoTime(), groups.records());
    }

    /** Has begun a moment ago, with the first record that a group got. */
    static Measurement begun(
            long startNanos, Producers producers, Groups<?> groups, LoadListener listener, Failure failure) {
        return new Measurement(producers, groups, listener, failure, startNanos, 0);
    }

    private void run() {
        try {
            long next = startNanos + SECOND;
            while (!ending.await(next - System.nanoTime(), TimeUnit.NANOSECONDS)) {
                listener.passed(look(next));
                next += SECOND;
            }
        } catch (InterruptedException e) {
            failure.set("the clock was interrupted");
        }
    }

    private Second look(long nowNanos) {
        Histogram acks = new Histogram(DIGITS);
        Histogram receipts = new Histogram(DIGITS);
        producers.drainTo(acks);
        groups.drainTo(receipts);
        ackMicros.add(acks);
        endToEndMicros.add(receipts);
        long out = groups.records();
        Second second = new Second(
                secondsTo(nowNanos),
                acks.getTotalCount(),
                out - recordsOut,
                millis(acks, 50),
                millis(acks, 99),
                millis(acks, 100),
                millis(receipts, 50),
                millis(receipts, 99),
                millis(receipts, 100));
        recordsOut = out;
        seconds.add(second);
        return second;
    }

    private static double millis(Histogram micros, double percentile) {
        return micros.getTotalCount() == 0 ? 0 : micros.getValueAtPercentile(percentile) * MILLIS_OF_A_MICRO;
    }

    /** Seconds from the beginning until then; never 0, so that it can be divided by. */
    double secondsTo(long nanos) {
        return Math.max(1, nanos - startNanos) * SECONDS_OF_A_NANO;
    }

    /** Seconds of processor time that this process has used since the beginning. */
    double cpuSeconds() {
        return (cpuNanos() - startCpuNanos) * SECONDS_OF_A_NANO;
    }

    /** Ends; everything that counts has come, the last of it then. What is left of the time has passed with waiting. */
    void end(long lastNanos) {
        ending.countDown();
        RunThread.join(clock);
        look(System.nanoTime());
        seconds.removeIf(second -> second.end() >= secondsTo(lastNanos) + 1);
    }

    /** From sending to the acknowledgement, once it has ended. */
    Histogram ackMicros() {
        return ackMicros;
    }

    /** From sending to receipt, once it has ended. */
    Histogram endToEndMicros() {
        return endToEndMicros;
    }

    /** Second after second, the last one shorter, once it has ended. */
    List<Second> seconds() {
        return seconds;
    }

    private static long cpuNanos() {
        return ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getProcessCpuTime();
    }
}
