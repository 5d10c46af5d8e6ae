/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.shard.tier;

import io.varve.tiering.Backoff;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;

/** The pauses between tries of one thing: longer each time, from the start after a success. */
public final class Retry {
    private final Backoff backoff;
    private final RandomGenerator random;
    private int failures;
    private long dueNanos;

    /** With the delays of {@code backoff}. */
    public Retry(Backoff backoff, RandomGenerator random) {
        this.backoff = backoff;
        this.random = random;
    }

    /** Counts a failure; the pause before the next try in ms. */
    long nextDelayMs() {
        return backoff.delay(failures++, random).toMillis();
    }

    /** Counts a failure, for somebody who asks now and then whether the next try {@linkplain #isDue is due}. */
    void failedAt(long nowNanos) {
        dueNanos = nowNanos + TimeUnit.MILLISECONDS.toNanos(nextDelayMs());
    }

    /** Whether the pause is over. */
    boolean isDue(long nowNanos) {
        return failures == 0 || nowNanos - dueNanos >= 0;
    }

    /** It worked. */
    void reset() {
        failures = 0;
    }
}
