/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.benchmark.compare.run;

import io.varve.bench.workload.Workload;
import io.varve.benchmark.compare.machine.DiskUse;
import io.varve.benchmark.compare.plan.Scale;
import io.varve.benchmark.compare.system.RunningSystem;
import java.io.IOException;
import java.util.List;

/**
 * Puts a load on a system, again and again, until what it needs for that load is compiled. Some seconds are enough for one JVM, and
 * by far not for three that share two processors: what they compile takes time from what they serve, and a queue from that time
 * may never go.
 */
final class Warming {
    /** Percent of one processor; below it are small things that are compiled now and then for ever. */
    private static final double QUIET_PERCENT = 10;

    /** Of a disk, for each ms of a load: more than is written in it, since servers refuse to write when it is nearly full. */
    private static final long LEAST_FREE_BYTES_PER_MS = 2_000_000;

    private static final long BYTES_PER_MB = 1_000_000;

    private final Track track;
    private final RunningSystem system;
    private final int atMost;
    private final long leastFreeBytes;

    Warming(Track track, RunningSystem system, Scale scale) {
        this.track = track;
        this.system = system;
        this.atMost = scale.warmings();
        this.leastFreeBytes = scale.warmingMillis() * LEAST_FREE_BYTES_PER_MS;
    }

    /** @throws Refused when the system loses records already */
    void by(Workload load) throws IOException, InterruptedException, Refused {
        boolean isWarm = false;
        for (int time = 0; time < atMost && !isWarm; time++) {
            checkDisk();
            isWarm = compilersPercent(load) < QUIET_PERCENT;
        }
    }

    /** What the system's compilers took of one processor while it was loaded. */
    private double compilersPercent(Workload load) throws IOException, InterruptedException, Refused {
        try (LoadProcess process = track.start(List.of(load))) {
            track.finish(process);
            Moment used = process.during(load.name())
                    .orElseThrow(() -> new Refused("the load generator didn't tell when it warmed"));
            return used.compilersPercent() * Runtime.getRuntime().availableProcessors();
        }
    }

    /** What warms stays until the system is started afresh. */
    private void checkDisk() throws IOException, Refused {
        long free = DiskUse.free(system.data());
        if (free < leastFreeBytes) {
            throw new Refused("no room to warm it: " + free / BYTES_PER_MB + " MB of the disk are free, "
                    + leastFreeBytes / BYTES_PER_MB + " are needed; with a smaller --together there are more starts");
        }
    }
}
