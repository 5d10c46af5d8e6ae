/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.simulation.port;

import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/** What goes wrong and how long things take, drawn from one seed; and how often it bit. */
public final class Chances {
    private static final double SLOW = 0.02;
    private static final long SLOW_NANOS = TimeUnit.MILLISECONDS.toNanos(400);
    private static final long QUICK_NANOS = TimeUnit.MICROSECONDS.toNanos(1_500);

    /** What becomes of one call. */
    public enum Fate {
        /** It is done and answered. */
        DONE,
        /** It is refused, and has no effect. */
        REFUSED,
        /** It never arrives; the caller hears that the outcome is unknown. */
        REQUEST_LOST,
        /** It is done; the caller hears that the outcome is unknown. */
        REPLY_LOST
    }

    private final Random random;
    private final double failures;
    private final Map<String, Integer> bites = new TreeMap<>();
    private boolean on;

    /**
     * Nothing goes wrong until {@link #begin}.
     *
     * @param failures share of calls that fail in one way or another, 0 to 1
     */
    public Chances(long seed, double failures) {
        this.random = new Random(seed);
        this.failures = failures;
    }

    /** From now on calls fail. */
    public void begin() {
        on = true;
    }

    /** From now on all is well. */
    public void end() {
        on = false;
    }

    /** Whether calls may fail now. */
    public boolean on() {
        return on;
    }

    /** What is to become of a call; whoever makes it so says that it {@link #bit}. */
    public Fate fate() {
        if (!on || random.nextDouble() >= failures) {
            return Fate.DONE;
        }
        return Fate.values()[1 + random.nextInt(3)];
    }

    /** How long the next message is on its way. */
    public long delayNanos() {
        if (on && random.nextDouble() < SLOW) {
            bit("slow message");
            return (long) (random.nextDouble() * SLOW_NANOS);
        }
        return 50_000 + (long) (random.nextDouble() * QUICK_NANOS);
    }

    /** One of two. */
    public boolean coin() {
        return random.nextBoolean();
    }

    /** Something that was to go wrong did. */
    public void bit(String fault) {
        bites.merge(fault, 1, Integer::sum);
    }

    /** A call on this port had a fate other than DONE, and wouldn't have had it otherwise. */
    public void bit(String port, Fate fate) {
        bit(port + " " + fate.name().toLowerCase(Locale.ROOT).replace('_', ' '));
    }

    /** How often each thing went wrong. */
    public Map<String, Integer> bites() {
        return new TreeMap<>(bites);
    }
}
