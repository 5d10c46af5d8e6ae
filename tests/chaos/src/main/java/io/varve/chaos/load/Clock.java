/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.chaos.load;

import java.util.function.LongSupplier;

/** Monotonic nanoseconds since the run began; one clock for everybody, since all clients live in one process. */
public final class Clock implements LongSupplier {
    private final long begin = System.nanoTime();

    @Override
    public long getAsLong() {
        return System.nanoTime() - begin;
    }
}
