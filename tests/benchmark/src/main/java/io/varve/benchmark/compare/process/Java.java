/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.benchmark.compare.process;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Command lines of Java programs, run by the Java that runs us. */
public final class Java {
    private Java() {}

    /** Starts a main class. */
    public static List<String> command(
            List<String> options, String classPath, String mainClass, List<String> arguments) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(options);
        command.addAll(List.of("-cp", classPath, mainClass));
        command.addAll(arguments);
        return command;
    }
}
