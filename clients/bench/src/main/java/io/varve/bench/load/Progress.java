/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.bench.load;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;

/** Waits for a number that others count up, and gives up when it stands still. */
final class Progress {
    private static final long LOOK_AGAIN_NANOS = TimeUnit.MICROSECONDS.toNanos(500);

    private Progress() {}

    /** Whether the number reached the goal, before it stood still for so long or something went wrong. */
    static boolean await(LongSupplier number, long goal, Duration patience, Failure failure) {
        long last = number.getAsLong();
        long sinceNanos = System.nanoTime();
        while (last < goal) {
            if (failure.isThere() || System.nanoTime() - sinceNanos > patience.toNanos()) {
                return false;
            }
            LockSupport.parkNanos(LOOK_AGAIN_NANOS);
            long now = number.getAsLong();
            if (now != last) {
                last = now;
                sinceNanos = System.nanoTime();
            }
        }
        return true;
    }
}
