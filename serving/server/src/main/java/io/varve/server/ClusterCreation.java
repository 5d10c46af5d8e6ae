/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.server;

import io.varve.bookkeeper.LedgersRoot;
import io.varve.cluster.ClusterInit;
import io.varve.cluster.ClusterNode;
import io.varve.cluster.ShardClass;
import io.varve.cluster.ShardSet;
import io.varve.metadata.MetadataStore;
import io.varve.server.node.StartRefused;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What a cluster is made of; fixed once it is created.
 *
 * @param shards how many shards
 * @param copies of each record: 3, of which two are on disk before an answer, or 1
 */
record ClusterCreation(int shards, int copies) {
    private static final int MAX_SHARDS = 4096;
    private static final Duration LOOK_TIMEOUT = Duration.ofSeconds(10);

    ClusterCreation {
        if (shards < 1 || shards > MAX_SHARDS) {
            throw new IllegalArgumentException("shards must be 1 to " + MAX_SHARDS + ", not " + shards);
        }
        if (copies != 1 && copies != 3) {
            throw new IllegalArgumentException("copies must be 1 or 3, not " + copies);
        }
    }

    /**
     * Creates the cluster where there is none.
     *
     * @param zooKeeper that {@code metadata} is connected to
     * @throws StartRefused when there is one, or something else in its place
     */
    ClusterNode create(MetadataStore metadata, String zooKeeper) {
        ClusterInit init = new ClusterInit(metadata, Clock.systemUTC());
        String where = "ZooKeeper at " + zooKeeper;
        Optional<ClusterNode> found = Waiting.on(where, init.find());
        if (found.isPresent()) {
            ClusterNode there = found.get();
            throw new StartRefused(where + " holds cluster " + there.clusterId() + " already, of "
                    + there.shards().size() + " shards; a cluster is initialised once");
        }
        // Bookies of a cluster start after it was created: these are somebody else's.
        if (LedgersRoot.exists(Connections.ledgersUri(zooKeeper), LOOK_TIMEOUT)) {
            throw new StartRefused(
                    where + " holds no cluster, but ledgers of somebody else's BookKeeper at /ledgers; give"
                            + " this cluster a ZooKeeper of its own");
        }
        return Waiting.on(where, init.create(List.of(shardSet())));
    }

    /** The cluster that is there, whatever it is made of; created if there is none. */
    ClusterNode createIfAbsent(MetadataStore metadata) {
        return Waiting.on("cluster", new ClusterInit(metadata, Clock.systemUTC()).createIfAbsent(List.of(shardSet())));
    }

    private ShardSet shardSet() {
        ShardClass of = new ShardClass(ShardClass.DEFAULT_POOL, copies, copies, Math.max(1, copies - 1));
        return ShardSet.ofFirst(shards, ShardSet.DEFAULT, of);
    }
}
