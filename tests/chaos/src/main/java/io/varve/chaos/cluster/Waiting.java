/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.chaos.cluster;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Looks at something of other processes again and again, since they tell nobody when it changes. Blocks. */
public final class Waiting {
    private Waiting() {}

    /**
     * What is looked at.
     *
     * @param <T> what is to be seen
     * @param <E> why it can't be looked at, which ends the waiting
     */
    public interface Look<T, E extends Exception> {
        /** Empty when it isn't there yet. */
        Optional<T> look() throws E, InterruptedException;
    }

    /**
     * What holds or doesn't.
     *
     * @param <E> why that can't be told, which ends the waiting
     */
    public interface Condition<E extends Exception> {
        /** Whether it does now. */
        boolean holds() throws E, InterruptedException;
    }

    /** Looks at least once, and then after each pause; what it saw, or empty when it hasn't within the patience. */
    public static <T, E extends Exception> Optional<T> look(Duration patience, Duration pause, Look<T, E> what)
            throws E, InterruptedException {
        long beganNanos = System.nanoTime();
        while (true) {
            Optional<T> seen = what.look();
            if (seen.isPresent() || System.nanoTime() - beganNanos > patience.toNanos()) {
                return seen;
            }
            TimeUnit.NANOSECONDS.sleep(pause.toNanos());
        }
    }

    /** Whether a condition held within the patience; it is looked at as by {@link #look}. */
    public static <E extends Exception> boolean until(Duration patience, Duration pause, Condition<E> condition)
            throws E, InterruptedException {
        return Waiting.<Boolean, E>look(patience, pause, () -> condition.holds() ? Optional.of(true) : Optional.empty())
                .isPresent();
    }
}
