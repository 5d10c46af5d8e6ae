/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.bookkeeper;

import io.varve.zookeeper.ZooKeeperNode;
import java.nio.file.Path;
import java.time.Duration;

/** ZooKeeper and bookies of a test. */
final class TestCluster implements AutoCloseable {
    private final Path dir;
    private final ZooKeeperNode zooKeeper;
    private final LocalBookies bookies;

    TestCluster(Path dir, int bookieCount) throws Exception {
        this.dir = dir;
        zooKeeper = ZooKeeperNode.start(dir.resolve("zookeeper"), 0);
        bookies = LocalBookies.start(dir, bookieCount, metadataUri(), Duration.ofMinutes(10));
    }

    String metadataUri() {
        return "zk+hierarchical://" + zooKeeper.connectString() + "/ledgers";
    }

    /** A client that gives up on a bookie after one second. */
    BookKeeperLedgerStore connect() {
        return BookKeeperLedgerStore.open(new BookKeeperConfig(
                metadataUri(), Duration.ofSeconds(1), Duration.ofSeconds(3), Duration.ofSeconds(10), 2, 2));
    }

    /** Counted from 0. */
    BookieNode bookie(int index) {
        return bookies.nodes().get(index);
    }

    /** Another run of a bookie that was closed; closed by the caller. */
    BookieNode restart(int index) {
        String id = bookie(index).id();
        return BookieNode.start(BookieConfig.of(id, dir.resolve(id), metadataUri()));
    }

    @Override
    public void close() {
        bookies.close();
        zooKeeper.close();
    }
}
