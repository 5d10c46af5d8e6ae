/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.zookeeper;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * How one ZooKeeper server runs.
 *
 * @param host address that clients reach it at
 * @param port that clients use; 0 = the one it had the last time if that is free, else any free one
 * @param id its number in the ensemble, from 1: the place of its own address in {@code servers}
 * @param servers all servers of the ensemble, the same for each of them and in the same order:
 *     {@code host:peerPort:electionPort}, separated by commas. Their number is odd, since an even one survives no more losses than
 *     one server less. Empty = it is the only one
 */
public record ZooKeeperServerConfig(String host, int port, int id, String servers) {
    /** The only server of an ensemble, on loopback. */
    public static final ZooKeeperServerConfig DEFAULTS = new ZooKeeperServerConfig("127.0.0.1", 2181, 1, "");

    private static final Pattern SERVER = Pattern.compile("([^:,;|\\s]+):([0-9]{1,5}):([0-9]{1,5})");
    private static final int MAX_PORT = 65535;

    public ZooKeeperServerConfig {
        if (host.isEmpty()) {
            throw new IllegalArgumentException("host must not be empty");
        }
        if (port < 0 || port > MAX_PORT) {
            throw new IllegalArgumentException("port must be 0 to " + MAX_PORT + ", not " + port);
        }
        List<String> all = split(servers);
        checkEach(all);
        if (!all.isEmpty() && all.size() % 2 == 0) {
            throw new IllegalArgumentException("servers must be an odd number, not " + all.size()
                    + ": an even one survives no more losses than one server less");
        }
        int highest = Math.max(1, all.size());
        if (id < 1 || id > highest) {
            throw new IllegalArgumentException(
                    "id must be the place of a server in servers, 1 to " + highest + ", not " + id);
        }
    }

    private static List<String> split(String servers) {
        return servers.isBlank() ? List.of() : List.of(servers.strip().split("\\s*,\\s*", -1));
    }

    private static void checkEach(List<String> servers) {
        Set<String> places = new HashSet<>();
        for (String server : servers) {
            var parts = SERVER.matcher(server);
            if (!parts.matches()) {
                throw new IllegalArgumentException(
                        "servers must be host:peerPort:electionPort[,host:peerPort:electionPort...], not \"" + server
                                + "\"");
            }
            for (int part = 2; part <= 3; part++) {
                int port = Integer.parseInt(parts.group(part));
                if (port < 1 || port > MAX_PORT) {
                    throw new IllegalArgumentException(
                            "servers has the port " + port + ", allowed is 1 to " + MAX_PORT);
                }
                if (!places.add(parts.group(1) + ":" + port)) {
                    throw new IllegalArgumentException("servers has " + parts.group(1) + ":" + port + " twice");
                }
            }
        }
    }

    /** The only server of an ensemble, on loopback, at this port. */
    static ZooKeeperServerConfig alone(int port) {
        return new ZooKeeperServerConfig(DEFAULTS.host, port, 1, "");
    }

    /** The same at another port for clients. */
    ZooKeeperServerConfig withPort(int other) {
        return new ZooKeeperServerConfig(host, other, id, servers);
    }

    /** All servers by number, from 1; none when it is alone. */
    List<String> ensemble() {
        return split(servers);
    }
}
