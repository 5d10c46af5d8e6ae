/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.server;

import io.varve.bookkeeper.BookKeeperConfig;
import io.varve.bookkeeper.BookKeeperLedgerStore;
import io.varve.zookeeper.ZooKeeperConfig;
import io.varve.zookeeper.ZooKeeperMetadataStore;

/** A server's ways to the cluster's ZooKeeper and bookies. All take {@code host:port[,host:port...]} of ZooKeeper. */
final class Connections {
    private Connections() {}

    /** Connects to ZooKeeper; blocks until it answers. */
    static ZooKeeperMetadataStore metadata(String zooKeeper) {
        return ZooKeeperMetadataStore.connect(ZooKeeperConfig.of(zooKeeper));
    }

    /** Connects to the bookies; blocks until the list of them is known. */
    static BookKeeperLedgerStore ledgers(String zooKeeper) {
        return BookKeeperLedgerStore.open(BookKeeperConfig.of(ledgersUri(zooKeeper)));
    }

    /** Where bookies register. */
    static String ledgersUri(String zooKeeper) {
        return "zk+hierarchical://" + zooKeeper.replace(',', ';') + "/ledgers";
    }
}
