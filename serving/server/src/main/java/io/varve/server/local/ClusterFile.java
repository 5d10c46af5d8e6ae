/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.server.local;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What is known of a local cluster, in {@code cluster.json} of its directory: for whoever looks for one of its processes, and for
 * its next start, which uses the same ports.
 *
 * @param zookeeper {@code host:port[,host:port...]}
 * @param processes in the order in which they start
 */
public record ClusterFile(String zookeeper, List<Entry> processes) {
    private static final String FILE = "cluster.json";
    private static final ObjectMapper JSON = new ObjectMapper()
            .enable(SerializationFeature.INDENT_OUTPUT)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);

    /**
     * A process.
     *
     * @param name such as {@code broker-2}, which is also its id in the cluster
     * @param role {@code zookeeper}, {@code bookie} or {@code broker}
     * @param pid its number; 0 when the cluster was stopped
     * @param ports that it listens on, by name
     * @param directory where it keeps everything
     * @param log what it logs
     * @param command that starts it
     */
    public record Entry(
            String name,
            String role,
            long pid,
            Map<String, Integer> ports,
            String directory,
            String log,
            List<String> command) {}

    /** The file in this directory, if there is one; fails when it can't be read. */
    public static Optional<ClusterFile> read(Path directory) throws IOException {
        Path file = directory.resolve(FILE);
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        try {
            return Optional.of(JSON.readValue(file.toFile(), ClusterFile.class));
        } catch (JsonProcessingException e) {
            throw new IOException(file + " can't be read: " + e.getOriginalMessage(), e);
        }
    }

    /** Puts it into this directory in place of what is there. */
    void write(Path directory) throws IOException {
        Path written = Files.write(directory.resolve(FILE + ".new"), JSON.writeValueAsBytes(this));
        Files.move(
                written, directory.resolve(FILE), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    /** How many processes of a role there are. */
    long count(Role role) {
        return processes.stream()
                .filter(entry -> entry.role().equals(role.word()))
                .count();
    }

    /** The ports of the process of this name; none when there was no such process. */
    Map<String, Integer> ports(String name) {
        return processes.stream()
                .filter(entry -> entry.name().equals(name))
                .findFirst()
                .map(Entry::ports)
                .orElse(Map.of());
    }
}
