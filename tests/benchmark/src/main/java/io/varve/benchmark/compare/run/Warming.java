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

/**
 * Puts a load on a system, again and again, until what it and the client need for that load is compiled. Some seconds are enough for
 * one JVM, and by far not for three that share two processors with their client: what they compile takes time from what they serve,
 * and a queue from that time may never go.
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

    /**
     * Warms a system together with the client that is measured then.
     *
     * @param load a workload of the client's
     * @param atLeast how often
     * @throws Refused when the system loses records already
     */
    void by(LoadProcess client, Workload load, int atLeast) throws IOException, InterruptedException, Refused {
        boolean isWarm = false;
        for (int time = 0; time < atLeast || (time < atMost && !isWarm); time++) {
            checkDisk();
            track.run(client, load);
            Moment used = client.during(load.name())
                    .orElseThrow(() -> new Refused("the load generator didn't tell when it warmed"));
            isWarm = used.compilersPercent() * Runtime.getRuntime().availableProcessors() < QUIET_PERCENT;
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
