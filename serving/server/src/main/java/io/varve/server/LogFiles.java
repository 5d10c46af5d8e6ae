/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.server;

import java.nio.file.Path;

/** Where a server's log goes. */
final class LogFiles {
    private static final String CONFIGURATION = "logback.configurationFile";

    private LogFiles() {}

    /**
     * Sends the log to {@code directory/varve.log}. To be called before anything logs; a configuration that the JVM was started
     * with stays in force.
     */
    static void in(Path directory) {
        System.setProperty("varve.logs", directory.toString());
        configure("varve-logback.xml");
    }

    /** Throws the log away, for commands that tell all they have to tell. To be called before anything logs. */
    static void nowhere() {
        configure("varve-logback-off.xml");
    }

    private static void configure(String resource) {
        if (System.getProperty(CONFIGURATION) == null) {
            System.setProperty(CONFIGURATION, resource);
        }
    }
}
