/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.server.local;

import java.nio.file.Path;
import java.util.Map;

/**
 * One process of the cluster.
 *
 * @param role what it runs
 * @param number from 1, among those of its role
 * @param directory where it keeps everything
 * @param ports that it listens on, by name
 * @param keys its configuration
 */
record Member(Role role, int number, Path directory, Map<String, Integer> ports, Map<String, String> keys) {
    /** Such as {@code broker-2}. */
    String name() {
        return name(role, number);
    }

    static String name(Role role, int number) {
        return role.word() + "-" + number;
    }

    /** The file that its configuration is written to. */
    Path configuration() {
        return directory.resolve("varve.properties");
    }

    /** What it logs. */
    Path log() {
        return directory.resolve("logs").resolve("varve.log");
    }

    /** What it prints. */
    Path console() {
        return directory.resolve("console.log");
    }

    int port(String name) {
        Integer port = ports.get(name);
        if (port == null) {
            throw new IllegalArgumentException(name() + " has no port " + name + ", only " + ports.keySet());
        }
        return port;
    }
}
