/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.server.node;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.UUID;

/** Marks a data directory with the cluster that its server is part of, so that a mistyped address doesn't mix two clusters. */
public final class ClusterMark {
    private static final String FILE = "varve.cluster";

    private ClusterMark() {}

    /**
     * Marks the directory, or finds it marked with the same cluster.
     *
     * @param where the cluster was found, in the words of a refusal
     * @throws StartRefused when the directory is that of a server of another cluster
     */
    public static void check(Path directory, UUID clusterId, String where) {
        Path file = directory.resolve(FILE);
        try {
            String known = Files.exists(file) ? Files.readString(file).strip() : "";
            if (known.isEmpty()) {
                Path written = Files.writeString(directory.resolve(FILE + ".new"), clusterId + "\n");
                Files.move(written, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            } else if (!known.equals(clusterId.toString())) {
                throw new StartRefused(
                        "data directory " + directory + " is that of a server of cluster " + known + ", and "
                                + where + " holds cluster " + clusterId
                                + "; give this server a directory of its own with --data, or"
                                + " the ZooKeeper of its cluster");
            }
        } catch (IOException e) {
            throw new StartRefused("the cluster's mark " + file + " can't be used: " + e);
        }
    }
}
