/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.server;

/**
 * The cluster that a broker is part of. Shards and copies are used by the broker that creates the cluster, and fixed from then
 * on.
 *
 * @param zookeeper {@code host:port[,host:port...]}
 * @param shards how many shards a new cluster has
 * @param copies of each record: 3, of which two are on disk before an answer, or 1
 */
public record ClusterConfig(String zookeeper, int shards, int copies) {
    /** A cluster of 64 shards and three copies, at no place in particular. */
    public static final ClusterConfig DEFAULTS = new ClusterConfig("", 64, 3);

    private static final int MAX_SHARDS = 4096;

    public ClusterConfig {
        if (shards < 1 || shards > MAX_SHARDS) {
            throw new IllegalArgumentException("shards must be 1 to " + MAX_SHARDS + ", not " + shards);
        }
        if (copies != 1 && copies != 3) {
            throw new IllegalArgumentException("copies must be 1 or 3, not " + copies);
        }
    }
}
