/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.benchmark.compare.machine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What processes have used since their start.
 *
 * @param cpuTicks time on a processor, in ticks of 1/100 s
 * @param peakRssBytes the most memory that was resident at a time; of several processes, the sum of their peaks
 * @param writtenBytes that they caused to be sent to disks, even if it was deleted before it got there
 */
public record ProcessUsage(long cpuTicks, long peakRssBytes, long writtenBytes) {
    /** Nothing used. */
    public static final ProcessUsage NONE = new ProcessUsage(0, 0, 0);

    private static final Path PROC = Path.of("/proc");

    /** Reads what a running process has used so far. */
    public static ProcessUsage of(long pid) throws IOException {
        Path process = PROC.resolve(Long.toString(pid));
        return parse(
                Files.readString(process.resolve("stat")),
                Files.readString(process.resolve("status")),
                Files.readString(process.resolve("io")));
    }

    static ProcessUsage parse(String stat, String status, String io) {
        return new ProcessUsage(
                ProcStat.parse(stat).cpuTicks(),
                ProcLines.number(status, "VmHWM"),
                ProcLines.number(io, "write_bytes"));
    }

    /** Both together. */
    public ProcessUsage plus(ProcessUsage other) {
        return new ProcessUsage(
                cpuTicks + other.cpuTicks, peakRssBytes + other.peakRssBytes, writtenBytes + other.writtenBytes);
    }

    /** What was used since an earlier time; the peak is that of now. */
    public ProcessUsage since(ProcessUsage earlier) {
        return new ProcessUsage(cpuTicks - earlier.cpuTicks, peakRssBytes, writtenBytes - earlier.writtenBytes);
    }

    /** Seconds of one processor. */
    public double cpuSeconds() {
        return (double) cpuTicks / ProcStat.TICKS_PER_SECOND;
    }
}
