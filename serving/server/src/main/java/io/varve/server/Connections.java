/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.server;

import io.varve.bookkeeper.BookKeeperConfig;
import io.varve.bookkeeper.BookKeeperLedgerStore;
import io.varve.cluster.ClusterInit;
import io.varve.cluster.ClusterNode;
import io.varve.cluster.ShardClass;
import io.varve.cluster.ShardSet;
import io.varve.objects.ObjectStore;
import io.varve.zookeeper.ZooKeeperConfig;
import io.varve.zookeeper.ZooKeeperMetadataStore;
import java.time.Clock;
import java.util.List;

/** A broker's way to the cluster's ZooKeeper and bookies. */
final class Connections implements AutoCloseable {
    private final OpenParts parts = new OpenParts();
    private final ZooKeeperMetadataStore metadata;
    private final BookKeeperLedgerStore ledgers;

    /**
     * Connects; blocks until both answer.
     *
     * @param zooKeeper {@code host:port[,host:port...]}
     */
    Connections(String zooKeeper) {
        try {
            metadata = parts.add(ZooKeeperMetadataStore.connect(ZooKeeperConfig.of(zooKeeper)));
            ledgers = parts.add(BookKeeperLedgerStore.open(BookKeeperConfig.of(ledgersUri(zooKeeper))));
        } catch (RuntimeException e) {
            parts.close();
            throw e;
        }
    }

    /** Where bookies register. */
    static String ledgersUri(String zooKeeper) {
        return "zk+hierarchical://" + zooKeeper.replace(',', ';') + "/ledgers";
    }

    /**
     * The cluster; created if there is none, else as it is.
     *
     * @param copies of each record; of several, all but one are on disk before an answer
     */
    ClusterNode createClusterIfAbsent(int shards, int copies) {
        ShardClass of = new ShardClass(ShardClass.DEFAULT_POOL, copies, copies, Math.max(1, copies - 1));
        ShardSet set = ShardSet.ofFirst(shards, ShardSet.DEFAULT, of);
        return Waiting.on("cluster", new ClusterInit(metadata, Clock.systemUTC()).createIfAbsent(List.of(set)));
    }

    /** What a broker stands on, with this object store. */
    Stores with(ObjectStore objects) {
        return new Stores(metadata, ledgers, objects);
    }

    /** The bookies' ledgers. */
    BookKeeperLedgerStore ledgers() {
        return ledgers;
    }

    @Override
    public void close() {
        parts.close();
    }
}
