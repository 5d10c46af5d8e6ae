/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.tiering;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** How much a copy leaves to live traffic, which reads and writes the same bookies. */
public enum Pace {
    /** Rests after each piece for as long as it took: appends find bookies, disk and processors free half of the time. */
    GENTLE {
        @Override
        void rest(long workedNanos) {
            LockSupport.parkNanos(Math.min(workedNanos, LONGEST_REST_NANOS));
        }
    },
    /** For who would otherwise fall behind what is written. */
    FULL {
        @Override
        void rest(long workedNanos) {}
    };

    /** A store that was slow once isn't waited for twice. */
    private static final long LONGEST_REST_NANOS = TimeUnit.MILLISECONDS.toNanos(200);

    /** Blocks for a moment after work of some length, or doesn't. */
    abstract void rest(long workedNanos);
}
