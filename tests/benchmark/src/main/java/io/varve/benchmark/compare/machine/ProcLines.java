/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.benchmark.compare.machine;

/** The {@code name: number} lines of {@code /proc/PID/status}, {@code /proc/PID/io} and {@code /proc/meminfo}. */
final class ProcLines {
    private static final int BYTES_PER_KIB = 1024;

    private ProcLines() {}

    /** The number behind a name, in bytes where the line counts in kB; 0 when there is no such line. */
    static long number(String text, String name) {
        return text.lines()
                .filter(line -> line.startsWith(name + ":"))
                .map(line -> line.substring(name.length() + 1).strip().split("\\s+"))
                .mapToLong(words ->
                        Long.parseLong(words[0]) * (words.length > 1 && words[1].equals("kB") ? BYTES_PER_KIB : 1))
                .findFirst()
                .orElse(0);
    }
}
