/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.benchmark.compare.run;

import io.varve.benchmark.compare.machine.ProcStat;
import io.varve.benchmark.compare.machine.ProcessUsage;
import io.varve.benchmark.compare.machine.Processors;
import io.varve.benchmark.compare.system.RunningSystem;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What was used until a moment, or between two.
 *
 * @param servers by the system
 * @param compilerTicks by the compilers in it and in its client, of 1/100 s of a processor
 * @param ourTicks by the system, by us and by all load generators that run
 * @param machine by all processes
 */
record Moment(ProcessUsage servers, long compilerTicks, long ourTicks, Processors machine) {
    private static final Path PROC = Path.of("/proc");
    private static final double PERCENT = 100;

    /**
     * Now. Fails when one of the system's processes has ended.
     *
     * @param client the number of the load generator's process
     */
    static Moment of(RunningSystem system, long client) {
        try {
            return new Moment(system.usage(), system.compilerTicks(client), ticksOfOurs(), Processors.now());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static long ticksOfOurs() throws IOException {
        return ProcStat.self().cpuTicks()
                + ProcessHandle.current()
                        .descendants()
                        .mapToLong(process -> ticks(process.pid()))
                        .sum();
    }

    private static long ticks(long pid) {
        try {
            return ProcStat.parse(
                            Files.readString(PROC.resolve(Long.toString(pid)).resolve("stat")))
                    .cpuTicks();
        } catch (IOException ended) {
            return 0;
        }
    }

    /** What was used since an earlier one. */
    Moment since(Moment earlier) {
        return new Moment(
                servers.since(earlier.servers),
                compilerTicks - earlier.compilerTicks,
                ourTicks - earlier.ourTicks,
                machine.since(earlier.machine));
    }

    /** The part of all processors that the compilers took, in percent. */
    double compilersPercent() {
        return PERCENT * compilerTicks / Math.max(1, machine.allTicks());
    }
}
