/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.client.transport;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** Durations as they are waited for. */
public final class Nanos {
    /** As good as for ever, and small enough to be added to the monotonic clock. */
    static final long FOR_EVER = TimeUnit.DAYS.toNanos(36_500);

    private Nanos() {}

    /**
     * The duration, if it can be waited for.
     *
     * @throws IllegalArgumentException if it is not from 1 ms to 100 years; the message names it so
     */
    public static Duration checked(String name, Duration duration) {
        if (duration.compareTo(Duration.ofMillis(1)) < 0 || duration.compareTo(Duration.ofNanos(FOR_EVER)) > 0) {
            throw new IllegalArgumentException(name + " is " + duration + "; it goes from 1 ms to "
                    + TimeUnit.NANOSECONDS.toDays(FOR_EVER) + " days");
        }
        return duration;
    }

    /** The duration in nanoseconds: at least 0, at most a hundred years, so that {@code Long.MAX_VALUE} of anything may be said. */
    public static long of(Duration duration) {
        if (duration.isNegative()) {
            return 0;
        }
        return duration.compareTo(Duration.ofNanos(FOR_EVER)) < 0 ? duration.toNanos() : FOR_EVER;
    }
}
