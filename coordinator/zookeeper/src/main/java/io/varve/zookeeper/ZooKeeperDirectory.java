/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.zookeeper;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The directory of one ZooKeeper server: what it stores, its number in the ensemble, and the port it had. */
final class ZooKeeperDirectory {
    private final Path path;

    /** Creates it if it is missing. */
    ZooKeeperDirectory(Path path) throws IOException {
        this.path = Files.createDirectories(path);
    }

    Path path() {
        return path;
    }

    /**
     * Makes it that of this server.
     *
     * @throws IOException when it is that of another server, or of one that was alone
     */
    void take(ZooKeeperServerConfig config) throws IOException {
        Path data = Files.createDirectories(path.resolve("data"));
        Path number = data.resolve("myid");
        String known = Files.exists(number) ? Files.readString(number).strip() : "";
        List<String> ensemble = config.ensemble();
        if (!known.isEmpty() && (ensemble.isEmpty() || !known.equals(Integer.toString(config.id())))) {
            throw new IOException(path + " is that of server " + known + " of an ensemble, not of "
                    + (ensemble.isEmpty() ? "a server alone" : "server " + config.id()));
        }
        if (known.isEmpty() && !ensemble.isEmpty()) {
            if (Files.exists(data.resolve("version-2"))) {
                throw new IOException(path + " is that of a server alone, not of server " + config.id()
                        + " of an ensemble. To make it the first server of one, write its number to " + number);
            }
            Files.writeString(number, config.id() + "\n");
        }
        deleteGeneratedFiles();
    }

    /** The server writes its configuration into a new file at each start, and leaves it. */
    private void deleteGeneratedFiles() throws IOException {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(path, "zookeeper.configuration*.properties")) {
            for (Path file : files) {
                Files.delete(file);
            }
        }
    }

    /** The port of its last run, 0 when there was none. */
    int lastPort() throws IOException {
        if (!Files.exists(portFile())) {
            return 0;
        }
        String text = Files.readString(portFile()).strip();
        return text.matches("[0-9]{1,5}") ? Integer.parseInt(text) : 0;
    }

    void keepPort(int port) throws IOException {
        Files.writeString(portFile(), port + "\n");
    }

    private Path portFile() {
        return path.resolve("port");
    }
}
