/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.replay.sink;

import java.util.concurrent.TimeUnit;

/** When records are due that come evenly, so many a second. What was late by more than a second isn't made up for. */
final class Pace {
    private static final long MOST_LATE_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final double nanosPerRecord;
    private long startNanos;
    private long records;

    /** At least one a second. */
    Pace(long recordsPerSecond) {
        this.nanosPerRecord = (double) TimeUnit.SECONDS.toNanos(1) / recordsPerSecond;
    }

    /** How long the next record has to wait, which comes now, by a monotonic clock; 0 = not at all. */
    long next(long nowNanos) {
        long early = startNanos + (long) (records * nanosPerRecord) - nowNanos;
        if (records == 0 || early < -MOST_LATE_NANOS) {
            startNanos = nowNanos;
            records = 1;
            return 0;
        }
        records++;
        return Math.max(0, early);
    }
}
