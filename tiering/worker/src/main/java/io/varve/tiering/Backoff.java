/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.tiering;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * How long to wait before the next try: doubling from {@code first} up to {@code cap}, of which a random half at most is left
 * out, so that those who failed together don't come back together.
 *
 * @param first before the second try, at least 1 ms
 * @param cap never more than this; from {@code first} to a day
 */
public record Backoff(Duration first, Duration cap) {
    private static final Duration LONGEST = Duration.ofDays(1);

    public Backoff {
        if (first.toMillis() < 1 || cap.compareTo(first) < 0 || cap.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException(
                    "backoff needs 1 ms <= first <= cap <= " + LONGEST + ", got " + first + " and " + cap);
        }
    }

    /**
     * The wait after some failures in a row.
     *
     * @param failures how many before this one, from 0
     * @param random used once
     */
    public Duration delay(int failures, RandomGenerator random) {
        long fullMs = first.toMillis();
        for (int i = 0; i < failures && fullMs < cap.toMillis(); i++) {
            fullMs *= 2;
        }
        fullMs = Math.min(fullMs, cap.toMillis());
        return Duration.ofMillis(fullMs - random.nextLong(fullMs / 2 + 1));
    }
}
