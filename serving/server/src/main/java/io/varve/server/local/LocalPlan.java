/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.server.local;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;

/** Every process of a local cluster with its ports, which stay the same from one start to the next, and its configuration. */
final class LocalPlan {
    private static final String HOST = "127.0.0.1";

    private final LocalSettings settings;
    private final Optional<ClusterFile> last;
    private final Ports free;
    private final List<Member> members = new ArrayList<>();

    /**
     * Plans a start.
     *
     * @param last what was there the last time
     * @throws IOException when there are no ports left, or what was there can't be continued in this way
     */
    LocalPlan(LocalSettings settings, Optional<ClusterFile> last) throws IOException {
        this.settings = settings;
        this.last = last;
        Set<Integer> known = new HashSet<>();
        last.ifPresent(file ->
                file.processes().forEach(entry -> known.addAll(entry.ports().values())));
        this.free = new Ports(known);
        if (last.isPresent()
                && last.get().count(Role.ZOOKEEPER) != settings.size().zooKeepers()) {
            throw new IOException(settings.directory() + " holds a cluster with "
                    + last.get().count(Role.ZOOKEEPER) + " ZooKeeper servers; it can't go on with "
                    + settings.size().zooKeepers());
        }
        Map<String, Map<String, Integer>> ports = new HashMap<>();
        for (Role role : Role.values()) {
            for (int number = 1; number <= settings.size().of(role); number++) {
                ports.put(Member.name(role, number), ports(role, number));
            }
        }
        for (Role role : Role.values()) {
            for (int number = 1; number <= settings.size().of(role); number++) {
                Path directory = settings.directory().resolve(Member.name(role, number));
                Map<String, Integer> own = ports.getOrDefault(Member.name(role, number), Map.of());
                members.add(new Member(role, number, directory, own, keys(role, number, directory, ports)));
            }
        }
    }

    /** All processes of a role, by number. */
    List<Member> members(Role role) {
        return members.stream().filter(member -> member.role() == role).toList();
    }

    /** All processes, in the order in which they start. */
    List<Member> members() {
        return List.copyOf(members);
    }

    /** {@code host:port[,host:port...]} of ZooKeeper. */
    String zooKeeper() {
        return addresses(Role.ZOOKEEPER, "client");
    }

    /** {@code host:port[,host:port...]} of all processes of a role. */
    String addresses(Role role, String port) {
        return members(role).stream()
                .map(member -> HOST + ":" + member.port(port))
                .collect(Collectors.joining(","));
    }

    private Map<String, Integer> ports(Role role, int number) throws IOException {
        Map<String, Integer> known =
                last.map(file -> file.ports(Member.name(role, number))).orElse(Map.of());
        Map<String, Integer> ports = new LinkedHashMap<>();
        for (String name : role.ports()) {
            OptionalInt told = told(name, number);
            Integer before = known.get(name);
            ports.put(
                    name, told.isPresent() ? Integer.valueOf(told.getAsInt()) : before != null ? before : free.pick());
        }
        return ports;
    }

    private OptionalInt told(String port, int number) {
        OptionalInt first =
                switch (port) {
                    case "native" -> settings.nativePort();
                    case "http" -> settings.httpPort();
                    default -> OptionalInt.empty();
                };
        return first.isPresent() ? OptionalInt.of(first.getAsInt() + number - 1) : first;
    }

    private Map<String, String> keys(Role role, int number, Path directory, Map<String, Map<String, Integer>> ports) {
        Map<String, String> keys = new LinkedHashMap<>();
        keys.put("objects.store", "file:" + settings.directory().resolve("objects"));
        // Many share a disk with whatever else is on this machine.
        keys.put("bookie.disk.warn-percent", "98");
        keys.put("bookie.disk.full-percent", "99");
        keys.put("bookie.write-cache-bytes", "16MiB");
        keys.putAll(settings.keys());
        keys.put("data.dir", directory.toString());
        String id = Member.name(role, number);
        Map<String, Integer> own = ports.getOrDefault(id, Map.of());
        switch (role) {
            case ZOOKEEPER -> {
                keys.put("zookeeper.host", HOST);
                keys.put("zookeeper.port", text(own, "client"));
                keys.put("zookeeper.id", Integer.toString(number));
                keys.put("zookeeper.servers", ensemble(ports));
            }
            case BOOKIE -> {
                keys.put("bookie.id", id);
                keys.put("bookie.host", HOST);
                keys.put("bookie.port", text(own, "bookie"));
            }
            case BROKER -> {
                keys.put("broker.id", id);
                keys.put("native.host", HOST);
                keys.put("native.port", text(own, "native"));
                keys.put("http.host", HOST);
                keys.put("http.port", text(own, "http"));
            }
        }
        if (role != Role.ZOOKEEPER) {
            keys.put("cluster.zookeeper", zooKeeper());
        }
        keys.putAll(settings.own().getOrDefault(id, Map.of()));
        return keys;
    }

    private String ensemble(Map<String, Map<String, Integer>> ports) {
        List<String> servers = new ArrayList<>();
        for (int number = 1; number <= settings.size().zooKeepers(); number++) {
            Map<String, Integer> of = ports.getOrDefault(Member.name(Role.ZOOKEEPER, number), Map.of());
            servers.add(HOST + ":" + text(of, "peer") + ":" + text(of, "election"));
        }
        return servers.size() == 1 ? "" : String.join(",", servers);
    }

    private static String text(Map<String, Integer> ports, String name) {
        return String.valueOf(ports.get(name));
    }

    /** Writes each process's configuration into its directory, which is made. */
    void write() throws IOException {
        for (Member member : members) {
            member.write();
        }
    }
}
