/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.integration;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * How a server under test is started.
 *
 * @param directory holds its data, its objects, its configuration file and its log
 * @param bookies 1 or 3
 * @param port of the native protocol; 0 = the system picks
 * @param keys of its configuration file
 */
record ServerSettings(Path directory, int bookies, int port, Map<String, String> keys) {

    private static final String ZOOKEEPER = "cluster.zookeeper";

    ServerSettings {
        keys = Map.copyOf(keys);
    }

    /** One bookie, any port, every key at its default. */
    static ServerSettings in(Path directory) {
        return new ServerSettings(directory, 1, 0, Map.of());
    }

    /** A broker of a cluster whose ZooKeeper runs elsewhere. */
    static ServerSettings broker(Path directory, String id, String zooKeeper) {
        return in(directory).with("broker.id", id).with(ZOOKEEPER, zooKeeper);
    }

    ServerSettings withBookies(int number) {
        return new ServerSettings(directory, number, port, keys);
    }

    /** On a port that a server had before, so that clients find it again. */
    ServerSettings withPort(int number) {
        return new ServerSettings(directory, bookies, number, keys);
    }

    ServerSettings with(String key, String value) {
        Map<String, String> more = new TreeMap<>(keys);
        more.put(key, value);
        return new ServerSettings(directory, bookies, port, more);
    }

    Path data() {
        return directory.resolve("data");
    }

    Path objects() {
        return directory.resolve("objects");
    }

    Path configuration() {
        return directory.resolve("varve.properties");
    }

    Path log() {
        return directory.resolve("server.log");
    }

    /** What the configuration file says. */
    String properties() {
        StringBuilder lines = new StringBuilder();
        new TreeMap<>(keys)
                .forEach((key, value) ->
                        lines.append(key).append('=').append(value).append('\n'));
        return lines.toString();
    }

    /** The command line behind {@code varve}. */
    List<String> arguments() {
        boolean isBroker = keys.containsKey(ZOOKEEPER);
        List<String> arguments = new ArrayList<>(List.of(isBroker ? "broker" : "standalone"));
        arguments.addAll(List.of("--data", data().toString()));
        if (!isBroker) {
            arguments.addAll(List.of("--bookies", Integer.toString(bookies)));
        }
        arguments.addAll(List.of("--port", Integer.toString(port)));
        arguments.addAll(List.of("--http-port", "0"));
        if (!keys.containsKey("objects.store")) {
            arguments.addAll(List.of("--object-store", "file:" + objects()));
        }
        arguments.addAll(List.of("--config", configuration().toString()));
        return arguments;
    }
}
