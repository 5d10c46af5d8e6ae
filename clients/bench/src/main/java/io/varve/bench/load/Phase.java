/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.bench.load;

import java.util.concurrent.TimeUnit;

/**
 * A part of a run in which all producers send.
 *
 * @param startNanos when it begins
 * @param endNanos no record that is to be sent then or later is sent; meaningless with a number of records
 * @param records of all producers together; 0 = until the end
 */
record Phase(long startNanos, long endNanos, long records) {
    /** From now on for so long, or, if that is 0, for so many records. */
    static Phase of(long millis, long records) {
        long now = System.nanoTime();
        return new Phase(now, now + TimeUnit.MILLISECONDS.toNanos(millis), millis > 0 ? 0 : records);
    }

    /** How many records thread {@code number} of so many may send. */
    long quota(int number, int threads) {
        return records == 0 ? Long.MAX_VALUE : records / threads + (number < records % threads ? 1 : 0);
    }

    /** Whether it is over for a record that is to be sent then. */
    boolean isOver(long intendedNanos) {
        return records == 0 && intendedNanos - endNanos >= 0;
    }
}
