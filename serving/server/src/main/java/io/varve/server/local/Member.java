/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.server.local;

import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;

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

    /** The same with other values of some keys. */
    Member with(Map<String, String> changed) {
        Map<String, String> all = new HashMap<>(keys);
        all.putAll(changed);
        return new Member(role, number, directory, ports, all);
    }

    /** Writes its configuration into its directory, which is made. */
    void write() throws IOException {
        Files.createDirectories(directory);
        Properties pairs = new Properties();
        pairs.putAll(keys);
        try (Writer writer = Files.newBufferedWriter(configuration())) {
            pairs.store(writer, name() + " of a local cluster; written anew at each start of the cluster");
        }
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
