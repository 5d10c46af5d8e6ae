/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.simulation.port;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Counts the calls that brokers make to their stores, and ends a broker at one of them: before the call leaves, or when it was
 * done and the answer is on its way.
 */
public final class Effects {
    private final Trace trace;
    private Consumer<Machine> crash = machine -> {};
    private long count;
    private long crashAt = -1;
    private boolean afterwards;
    private boolean counting;
    /** Who made the call at which it was to be ended. */
    private @Nullable Machine caller;

    /** Nobody crashes. */
    public Effects(Trace trace) {
        this.trace = trace;
    }

    /** How a broker is ended. */
    public void onCrash(Consumer<Machine> how) {
        crash = how;
    }

    /** Counts from 0 from here on. */
    public void countFromHere() {
        count = 0;
        counting = true;
    }

    /** Counts no more. */
    public void stopCounting() {
        counting = false;
    }

    /** Calls since then. */
    public long count() {
        return count;
    }

    /**
     * Ends the broker that makes the call of this number, once.
     *
     * @param afterwards when the call was done; else before it leaves
     */
    public void crashAt(long number, boolean afterwards) {
        this.crashAt = number;
        this.afterwards = afterwards;
        this.caller = null;
    }

    /** Whether the call of that number was made and its broker has ended, be it by itself while the call was under way. */
    public boolean hasStruck() {
        return caller != null && !caller.alive();
    }

    /** Nobody crashes any more. */
    public void spare() {
        crashAt = -1;
    }

    /** A call is made; returns its number. */
    long leaves(Machine machine, String what) {
        trace.add(machine + " " + what);
        long number = counting ? count++ : -1;
        if (number >= 0 && number == crashAt) {
            caller = machine;
            if (!afterwards) {
                end(machine);
            }
        }
        return number;
    }

    /** A call was done. */
    void done(Machine machine, long number) {
        if (number >= 0 && number == crashAt && afterwards) {
            end(machine);
        }
    }

    private void end(Machine machine) {
        crashAt = -1;
        if (machine.alive()) {
            crash.accept(machine);
        }
    }
}
