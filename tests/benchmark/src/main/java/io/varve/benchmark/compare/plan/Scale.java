/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.benchmark.compare.plan;

import io.varve.bench.workload.Span;
import io.varve.bench.workload.Workload;

/**
 * How much a comparison takes upon itself.
 *
 * @param startMillis how long a system that was just started is loaded as much as it takes, and then once more steadily, before
 *     anything else: its code is compiled meanwhile
 * @param warmings how often, at most, a load is put on a system before it is measured, until what the system and the client need
 *     for it is compiled; 1 = nobody waits for that
 * @param warmingMillis each time
 * @param warmUpMillis before each measurement
 * @param durationMillis of each measurement as fast as it goes that has a duration
 * @param steadyMillis of each measurement at a fixed rate; less than the longest interval of what systems do now and then, such as
 *     Pulsar's bookies, which flush once a minute, would find it or not by chance
 * @param settleMillis the longest that a system is given, before and after each workload, to finish what it does behind its
 *     answers
 * @param backlogBytes of values that are drained
 * @param topics of the workload with many of them
 */
public record Scale(
        long startMillis,
        int warmings,
        long warmingMillis,
        long warmUpMillis,
        long durationMillis,
        long steadyMillis,
        long settleMillis,
        long backlogBytes,
        int topics) {
    /** How often at least a load of a fixed rate is put on a system that may not be compiled yet. */
    public static final int LEAST_AT_A_RATE = 4;

    /** Minutes for each workload and round. */
    public static final Scale FULL = new Scale(5_000, 16, 5_000, 2_000, 8_000, 60_000, 65_000, 4_000_000_000L, 1_000);

    /** A first impression. */
    public static final Scale QUICK = new Scale(4_000, 1, 2_500, 2_000, 4_000, 5_000, 3_000, 200_000_000L, 100);

    /** The same with another time for a system that was just started. */
    public Scale start(long millis) {
        return new Scale(
                millis,
                warmings,
                warmingMillis,
                warmUpMillis,
                durationMillis,
                steadyMillis,
                settleMillis,
                backlogBytes,
                topics);
    }

    /** The same with another backlog. */
    public Scale backlog(long bytes) {
        return new Scale(
                startMillis,
                warmings,
                warmingMillis,
                warmUpMillis,
                durationMillis,
                steadyMillis,
                settleMillis,
                bytes,
                topics);
    }

    /** Whether it is waited for that what is measured is compiled, and that what it was compiled by has left nothing behind. */
    public boolean waitsForCompilers() {
        return warmings > 1;
    }

    /** How long a load is put on a system each time, before it is measured. */
    public Span warming() {
        return Span.lasting(0, warmingMillis);
    }

    /**
     * How often such a load is put on a system at least. Where the rate is fixed few records compile little, so that times fall for
     * many seconds, and compilers that rest now and then say nothing.
     */
    public int leastWarmings(Workload load) {
        return load.sending().hasRate() && waitsForCompilers() ? LEAST_AT_A_RATE : 1;
    }
}
