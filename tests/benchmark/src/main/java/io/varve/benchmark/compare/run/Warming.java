/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.benchmark.compare.run;

import io.varve.bench.workload.Workload;
import io.varve.benchmark.compare.machine.ProcStat;
import io.varve.benchmark.compare.system.RunningSystem;
import java.io.IOException;
import java.util.List;

/**
 * Puts a load on a system, again and again, until what it needs for that load is compiled. Some seconds are enough for one JVM, and
 * by far not for three that share two processors: what they compile takes time from what they serve, and a queue from that time
 * may never go.
 */
final class Warming {
    /** Of one processor; below it are small things that are compiled now and then for ever. */
    private static final double QUIET = 0.1;

    private final Track track;
    private final RunningSystem system;
    private final int atMost;

    /** @param atMost how often each load is repeated; 0 = nothing is warmed */
    Warming(Track track, RunningSystem system, int atMost) {
        this.track = track;
        this.system = system;
        this.atMost = atMost;
    }

    /** @throws Refused when the system loses records already */
    void by(Workload load) throws IOException, InterruptedException, Refused {
        boolean isWarm = false;
        for (int time = 0; time < atMost && !isWarm; time++) {
            isWarm = share(load) < QUIET;
        }
    }

    /** What the system's compilers took of a processor meanwhile. */
    private double share(Workload load) throws IOException, InterruptedException, Refused {
        long sinceNanos = System.nanoTime();
        long before = system.compilerTicks();
        try (LoadProcess process = track.start(List.of(load))) {
            track.finish(process);
        }
        double seconds = (System.nanoTime() - sinceNanos) / 1e9;
        return (system.compilerTicks() - before) / (seconds * ProcStat.TICKS_PER_SECOND);
    }
}
