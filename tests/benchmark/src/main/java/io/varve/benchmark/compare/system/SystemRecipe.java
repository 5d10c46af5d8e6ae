/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.benchmark.compare.system;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;

/** How a system is started. */
public interface SystemRecipe {
    /** Short, for options and tables. */
    String name();

    /** What it is, in words. */
    String title();

    /** Of its software. */
    String version();

    /** Everything that isn't the default of its software, JVM options included, in the order in which it is printed. */
    Map<String, String> settings();

    /**
     * Starts it and returns when it takes requests.
     *
     * @param directory empty; everything that it keeps goes here, its logs too
     */
    RunningSystem start(Path directory) throws IOException;
}
