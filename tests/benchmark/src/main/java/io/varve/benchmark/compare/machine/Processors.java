/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.benchmark.compare.machine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What all processors have done together, in ticks of 1/100 s; the fields of {@code /proc/stat} are described in proc(5).
 *
 * @param processTicks in processes, those of the kernel included; interrupts are nobody's, and left out
 * @param stolenTicks in which they had something to do and the host didn't run them
 * @param allTicks that have passed
 */
public record Processors(long processTicks, long stolenTicks, long allTicks) {
    private static final Path STAT = Path.of("/proc/stat");
    private static final double PERCENT = 100;
    private static final int USER = 1;
    private static final int NICE = 2;
    private static final int SYSTEM = 3;
    private static final int STOLEN = 8;

    /** Since the machine began. */
    public static Processors now() throws IOException {
        return parse(Files.readString(STAT));
    }

    static Processors parse(String stat) {
        String[] fields = stat.lines().findFirst().orElse("").split("\\s+");
        if (fields.length <= STOLEN || !fields[0].equals("cpu")) {
            throw new IllegalArgumentException("not the text of /proc/stat: " + stat);
        }
        long all = 0;
        // What comes behind is in the time of users, too.
        for (int field = USER; field <= STOLEN; field++) {
            all += Long.parseLong(fields[field]);
        }
        return new Processors(
                Long.parseLong(fields[USER]) + Long.parseLong(fields[NICE]) + Long.parseLong(fields[SYSTEM]),
                Long.parseLong(fields[STOLEN]),
                all);
    }

    /** What they have done since an earlier time. */
    public Processors since(Processors earlier) {
        return new Processors(
                processTicks - earlier.processTicks, stolenTicks - earlier.stolenTicks, allTicks - earlier.allTicks);
    }

    /** The part that processes took other than those who took so many ticks. */
    public double otherPercent(long ticks) {
        // The kernel counts processes more exactly than processors.
        return percent(Math.max(0, processTicks - ticks));
    }

    /** The part that the host took. */
    public double stolenPercent() {
        return percent(stolenTicks);
    }

    private double percent(long ticks) {
        return PERCENT * ticks / Math.max(1, allTicks);
    }
}
