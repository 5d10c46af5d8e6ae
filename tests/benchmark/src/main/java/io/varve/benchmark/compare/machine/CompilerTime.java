/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.benchmark.compare.machine;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** What the compilers of Java processes have taken: a server is warm when they have nothing left to do. */
public final class CompilerTime {
    private static final Path PROC = Path.of("/proc");

    private CompilerTime() {}

    /** Time on a processor of a process's compiler threads so far, in ticks of 1/100 s; 0 if it isn't Java. */
    public static long ticks(long pid) throws IOException {
        long ticks = 0;
        try (DirectoryStream<Path> threads =
                Files.newDirectoryStream(PROC.resolve(Long.toString(pid)).resolve("task"))) {
            for (Path thread : threads) {
                ticks += ofThread(thread);
            }
        }
        return ticks;
    }

    private static long ofThread(Path thread) throws IOException {
        try {
            return isCompiler(Files.readString(thread.resolve("comm")))
                    ? ProcStat.parse(Files.readString(thread.resolve("stat"))).cpuTicks()
                    : 0;
        } catch (NoSuchFileException ended) {
            return 0;
        }
    }

    /** HotSpot's are "C1 CompilerThread0" and so on, of which the kernel keeps 15 letters. */
    static boolean isCompiler(String name) {
        return name.startsWith("C1 Compiler") || name.startsWith("C2 Compiler");
    }
}
