/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.benchmark.compare.machine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What figures were taken on.
 *
 * @param kernel as {@code uname -sr} says
 * @param processor its name, as the kernel knows it
 * @param java the Java that runs everything
 */
public record Machine(String kernel, String processor, int processors, long memoryBytes, String java) {
    private static final Path PROC = Path.of("/proc");

    /** This machine. */
    public static Machine here() throws IOException {
        return new Machine(
                System.getProperty("os.name") + " " + System.getProperty("os.version"),
                processor(Files.readString(PROC.resolve("cpuinfo"))),
                Runtime.getRuntime().availableProcessors(),
                ProcLines.number(Files.readString(PROC.resolve("meminfo")), "MemTotal"),
                System.getProperty("java.vm.name") + " " + System.getProperty("java.runtime.version"));
    }

    static String processor(String cpuinfo) {
        return cpuinfo.lines()
                .filter(line -> line.startsWith("model name"))
                .map(line -> line.substring(line.indexOf(':') + 1).strip())
                .findFirst()
                .orElse("unknown");
    }
}
