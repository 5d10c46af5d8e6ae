/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.log;

import java.time.Duration;
import java.util.random.RandomGenerator;

/** Pauses between repeated tries: doubling from a first one up to 2 s, each shortened at random by up to a half. */
final class Backoff {
    private static final long MAX_NANOS = Duration.ofSeconds(2).toNanos();

    private final long firstNanos;
    private final RandomGenerator random;
    private long nextNanos;

    Backoff(Duration first, RandomGenerator random) {
        this.firstNanos = first.toNanos();
        this.random = random;
        this.nextNanos = firstNanos;
    }

    long nextNanos() {
        long nanos = nextNanos;
        nextNanos = Math.min(MAX_NANOS, nanos * 2);
        return nanos - (long) (random.nextDouble() * (nanos / 2.0));
    }

    /** Whether nothing failed since the last success. */
    boolean unused() {
        return nextNanos == firstNanos;
    }

    /** After a success. */
    void reset() {
        nextNanos = firstNanos;
    }
}
