/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.client.transport;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/**
 * How long to wait before trying again: doubles from the first delay up to the cap, each time shortened at random by up to
 * half, so that many clients that failed together don't come back together.
 *
 * @param first before the second attempt
 * @param cap the longest
 */
public record Backoff(Duration first, Duration cap) {
    private static final int MOST_DOUBLINGS = 20;

    /** 20 ms up to 1 s. */
    public static final Backoff DEFAULT = new Backoff(Duration.ofMillis(20), Duration.ofSeconds(1));

    /** Checks the ranges. */
    public Backoff {
        if (first.toNanos() < 1 || cap.compareTo(first) < 0) {
            throw new IllegalArgumentException("first delay " + first + " must be positive and at most the cap " + cap);
        }
    }

    /**
     * The delay after so many failures in a row.
     *
     * @param failures at least 1
     */
    public long nanos(int failures) {
        long full = Math.min(cap.toNanos(), first.toNanos() << Math.min(failures - 1, MOST_DOUBLINGS));
        return full - ThreadLocalRandom.current().nextLong(full / 2 + 1);
    }

    /** The delay after a failure, at least what the broker asked for. */
    public long nanos(int failures, CallException why) {
        return Math.max(nanos(failures), TimeUnit.MILLISECONDS.toNanos(why.retryAfterMillis()));
    }
}
