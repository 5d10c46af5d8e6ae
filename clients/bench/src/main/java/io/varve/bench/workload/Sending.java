/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.bench.workload;

/**
 * How producers send.
 *
 * @param producers threads that send
 * @param recordsPerSecond of all together, each at a time that was fixed before; 0 = as fast as the library takes them
 * @param synchronous whether each thread waits for the acknowledgement of a record before it sends the next
 */
public record Sending(int producers, long recordsPerSecond, boolean synchronous) {
    /** One producer, as fast as the library takes records. */
    public static final Sending MAX = new Sending(1, 0, false);

    private static final int MAX_PRODUCERS = 10_000;
    private static final int MAX_RATE = 1_000_000_000;

    /** Checks the ranges. */
    public Sending {
        Range.check("producers", producers, 1, MAX_PRODUCERS);
        Range.check("recordsPerSecond", recordsPerSecond, 0, MAX_RATE);
    }

    /** So many records a second from one producer. */
    public static Sending rate(long recordsPerSecond) {
        return new Sending(1, recordsPerSecond, false);
    }

    /** Whether records are sent at times that were fixed before. */
    public boolean hasRate() {
        return recordsPerSecond > 0;
    }
}
