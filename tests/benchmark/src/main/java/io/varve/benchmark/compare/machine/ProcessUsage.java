/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.benchmark.compare.machine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What processes have used since their start, or since an earlier look.
 *
 * @param cpuTicks time on a processor, in ticks of 1/100 s
 * @param peakRssBytes the most memory that was resident at a time since the start, or since it was forgotten; of several
 *     processes, the sum of their peaks
 * @param writtenBytes that they caused to be sent to disks, even if it was deleted before it got there
 */
public record ProcessUsage(long cpuTicks, long peakRssBytes, long writtenBytes) {
    /** Nothing used. */
    public static final ProcessUsage NONE = new ProcessUsage(0, 0, 0);

    private static final Path PROC = Path.of("/proc");

    /** For {@code clear_refs}, see proc(5). */
    private static final String FORGET_PEAK = "5";

    /** Reads what a running process has used so far. */
    public static ProcessUsage of(long pid) throws IOException {
        Path process = PROC.resolve(Long.toString(pid));
        return parse(
                Files.readString(process.resolve("stat")),
                Files.readString(process.resolve("status")),
                Files.readString(process.resolve("io")));
    }

    /**
     * From now on the peak of a process's memory is the one since now.
     *
     * @return false if the kernel doesn't allow it, and the peak stays the one since the start
     */
    public static boolean forgetPeak(long pid) {
        try {
            Files.writeString(PROC.resolve(Long.toString(pid)).resolve("clear_refs"), FORGET_PEAK);
            return true;
        } catch (IOException e) {
            return false;
        }
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
