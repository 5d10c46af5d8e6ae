/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.cluster;

import java.time.Duration;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Tells for how long something has been the same, so that nobody acts on what is still changing: in a rolling restart brokers
 * come and go, and what is moved in between is moved twice.
 *
 * <p>Used by one thread at a time.
 */
final class Steadiness {
    private final long neededNanos;
    private final LongSupplier nanoTime;
    private @Nullable Object seen;
    private long sinceNanos;

    Steadiness(Duration needed, LongSupplier nanoTime) {
        this.neededNanos = needed.toNanos();
        this.nanoTime = nanoTime;
    }

    /** Whether this has been the same for long enough. */
    boolean isSteady(Object now) {
        if (!now.equals(seen)) {
            seen = now;
            sinceNanos = nanoTime.getAsLong();
        }
        return nanoTime.getAsLong() - sinceNanos >= neededNanos;
    }
}
