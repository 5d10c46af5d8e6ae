/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.log;

import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Stream;

/**
 * How long things took since the start, counted in buckets of fixed bounds. Any thread may record and look; who looks may see
 * what is recorded at that moment in one number and not yet in another.
 */
public final class LatencyHistogram {
    /** From a fast disk's fsync to what a client's patience is worth. */
    private static final List<Double> BOUNDS_SECONDS =
            List.of(0.0005, 0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1.0, 2.0, 5.0, 10.0);

    private static final long[] BOUNDS_NANOS = BOUNDS_SECONDS.stream()
            .mapToLong(seconds -> Math.round(seconds * TimeUnit.SECONDS.toNanos(1)))
            .toArray();

    private final LongAdder[] counts =
            Stream.generate(LongAdder::new).limit(BOUNDS_NANOS.length + 1L).toArray(LongAdder[]::new);
    private final LongAdder sumNanos = new LongAdder();

    /** Something took so long. */
    public void record(long nanos) {
        int bucket = 0;
        while (bucket < BOUNDS_NANOS.length && nanos > BOUNDS_NANOS[bucket]) {
            bucket++;
        }
        counts[bucket].increment();
        sumNanos.add(nanos);
    }

    /** Upper bounds of the buckets in seconds, inclusive, ascending; one more bucket holds the rest. */
    public static List<Double> boundsSeconds() {
        return BOUNDS_SECONDS;
    }

    /** How many there are in each bucket, and in the rest. */
    public long[] counts() {
        long[] now = new long[counts.length];
        for (int i = 0; i < now.length; i++) {
            now[i] = counts[i].sum();
        }
        return now;
    }

    /** What they took together. */
    public double sumSeconds() {
        return (double) sumNanos.sum() / TimeUnit.SECONDS.toNanos(1);
    }
}
