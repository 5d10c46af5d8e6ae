/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.simulation.port;

import io.varve.log.SimulatedLoop;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** Everything that happened, as one number; and the last of it in words. The same seed gives the same number, in any JVM. */
public final class Trace {
    private static final int KEPT = 400;
    private static final long PRIME = 0x100000001b3L;

    private final SimulatedLoop time;
    private final Deque<String> last = new ArrayDeque<>();
    private long hash = 0xcbf29ce484222325L;
    private long events;

    /** An empty trace. */
    public Trace(SimulatedLoop time) {
        this.time = time;
    }

    /** Something happened now. */
    public void add(String event) {
        long now = time.nanoTime();
        mix(now);
        for (int i = 0; i < event.length(); i++) {
            mix(event.charAt(i));
        }
        events++;
        last.add(now / 1_000 + " us " + event);
        if (last.size() > KEPT) {
            last.remove();
        }
    }

    private void mix(long value) {
        hash = (hash ^ value) * PRIME;
    }

    /** Of all events, their times and their order. */
    public long hash() {
        return hash;
    }

    /** How many. */
    public long events() {
        return events;
    }

    /** The last few hundred. */
    public List<String> last() {
        return List.copyOf(last);
    }
}
