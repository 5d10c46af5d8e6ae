/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.bookkeeper;

import static io.varve.log.TestLedgers.await;
import static io.varve.log.TestLedgers.awaitTrue;

import io.varve.log.LedgerSpec;
import io.varve.log.Quorum;
import io.varve.protocol.error.StoreException;
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
        return connect(Duration.ofSeconds(1));
    }

    /** A client that gives up on a bookie after whole seconds, and on a ledger after some more. */
    BookKeeperLedgerStore connect(Duration addTimeout) {
        return BookKeeperLedgerStore.open(new BookKeeperConfig(
                metadataUri(), addTimeout, addTimeout.plusSeconds(2), Duration.ofSeconds(10), 2, 2));
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

    /**
     * Waits until the store's client creates ledgers of this quorum, or refuses to. It hears of bookies that turn, go or come back
     * from ZooKeeper, in its own time and not in that of {@link BookKeeperLedgerStore#writableBookies}.
     */
    static void awaitRoomFor(Quorum quorum, BookKeeperLedgerStore store, boolean room) {
        awaitTrue(() -> await(store.create(new LedgerSpec("cluster", 0, 1, 1, quorum))
                .handle((writer, failure) -> failure instanceof StoreException.Unavailable != room)));
    }

    @Override
    public void close() {
        bookies.close();
        zooKeeper.close();
    }
}
