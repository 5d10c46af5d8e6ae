/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.benchmark.compare.machine;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What the compilers of Java processes have taken: a server is warm when they have nothing left to do. */
public final class CompilerTime {
    private static final Path PROC = Path.of("/proc");

    /** By thread: those that end, as HotSpot's do when there are several and few are needed, have taken it all the same. */
    private final Map<Path, Long> byThread = new HashMap<>();

    /** Time on a processor of the compiler threads of some processes so far, in ticks of 1/100 s; 0 if none is Java. */
    public synchronized long ticks(List<Long> pids) throws IOException {
        for (long pid : pids) {
            try (DirectoryStream<Path> threads =
                    Files.newDirectoryStream(PROC.resolve(Long.toString(pid)).resolve("task"))) {
                threads.forEach(this::look);
            }
        }
        return byThread.values().stream().mapToLong(Long::longValue).sum();
    }

    private void look(Path thread) {
        try {
            if (isCompiler(Files.readString(thread.resolve("comm")))) {
                byThread.put(
                        thread,
                        ProcStat.parse(Files.readString(thread.resolve("stat"))).cpuTicks());
            }
        } catch (IOException ended) {
            // It keeps what it had when it was last seen.
        }
    }

    /** HotSpot's are "C1 CompilerThread0" and so on, of which the kernel keeps 15 letters. */
    static boolean isCompiler(String name) {
        return name.startsWith("C1 Compiler") || name.startsWith("C2 Compiler");
    }
}
