/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.bench.load;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * When one of several threads is to send its records: evenly spread, and fixed before, so that a record that is late because the
 * one before it was slow counts with all of its delay. Times are of {@link System#nanoTime}.
 *
 * @param firstNanos the time of its first record
 * @param recordsPerSecond of all threads together; 0 = no pace, each record is to be sent now
 * @param threads that share the rate
 */
record Pace(long firstNanos, long recordsPerSecond, int threads) {
    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

    /** The pace of thread {@code number} of those that begin together. */
    static Pace of(long startNanos, long recordsPerSecond, int number, int threads) {
        long first = recordsPerSecond == 0 ? startNanos : startNanos + SECOND * number / recordsPerSecond;
        return new Pace(first, recordsPerSecond, threads);
    }

    /** When the thread's record with this number, from 0, is to be sent. */
    long intendedNanos(long record) {
        if (recordsPerSecond == 0) {
            return System.nanoTime();
        }
        long before = record * threads;
        // Whole seconds apart from the rest: their product would overflow after some hours.
        return firstNanos + before / recordsPerSecond * SECOND + before % recordsPerSecond * SECOND / recordsPerSecond;
    }

    /** Returns at this time, or at once if it has passed. */
    static void waitUntil(long nanos) {
        long left = nanos - System.nanoTime();
        while (left > 0) {
            LockSupport.parkNanos(left);
            left = nanos - System.nanoTime();
        }
    }
}
