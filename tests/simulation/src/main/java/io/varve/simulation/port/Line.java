/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.simulation.port;

import io.varve.log.SimulatedLoop;
import java.util.concurrent.TimeUnit;

/** One direction of a connection: what is sent arrives in order, each a while later. */
public final class Line {
    private final SimulatedLoop time;
    private final Chances chances;
    private final boolean mends;
    private long lastNanos;
    private boolean cut;

    /**
     * A line with nothing on it.
     *
     * @param mends whether it can't be cut for good
     */
    public Line(SimulatedLoop time, Chances chances, boolean mends) {
        this.time = time;
        this.chances = chances;
        this.mends = mends;
    }

    /** Delivers after what was sent before. */
    public void send(Runnable arrival) {
        send(0, arrival);
    }

    /** Delivers after what was sent before, and so much later than usual. */
    public void send(long moreNanos, Runnable arrival) {
        long now = time.nanoTime();
        lastNanos = Math.max(lastNanos, now + moreNanos + chances.delayNanos());
        time.schedule(arrival, lastNanos - now, TimeUnit.NANOSECONDS);
    }

    /** Nothing arrives any more, unless it mends. */
    public void cut() {
        cut = !mends;
    }

    /** Whether it was cut. */
    public boolean isCut() {
        return cut;
    }
}
