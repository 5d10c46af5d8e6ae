/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.benchmark.compare.machine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The text of {@code /proc/PID/stat}; its fields are described in proc(5).
 *
 * @param cpuTicks time on a processor, in user and in kernel mode, of all threads, in ticks of 1/100 s
 */
public record ProcStat(long cpuTicks) {
    /** USER_HZ, which is 100 on every architecture that Linux offers Java on. */
    public static final int TICKS_PER_SECOND = 100;

    private static final int USER_TICKS = 11;
    private static final int KERNEL_TICKS = 12;
    private static final Path SELF = Path.of("/proc/self/stat");

    /** Of this process. */
    public static ProcStat self() throws IOException {
        return parse(Files.readString(SELF));
    }

    /** Takes the text apart; the name of the program, in parentheses, may hold spaces and parentheses. */
    public static ProcStat parse(String text) {
        int nameEnd = text.lastIndexOf(')');
        String[] fields = nameEnd < 0
                ? new String[0]
                : text.substring(nameEnd + 1).strip().split("\\s+");
        if (fields.length <= KERNEL_TICKS) {
            throw new IllegalArgumentException("not the text of /proc/PID/stat: " + text);
        }
        return new ProcStat(Long.parseLong(fields[USER_TICKS]) + Long.parseLong(fields[KERNEL_TICKS]));
    }
}
