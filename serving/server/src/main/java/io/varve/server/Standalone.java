/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.server;

import io.varve.bookkeeper.BookKeeperLedgerStore;
import io.varve.bookkeeper.BookieNode;
import io.varve.bookkeeper.LocalBookies;
import io.varve.cluster.Assignee;
import io.varve.cluster.Broker;
import io.varve.cluster.ClusterNode;
import io.varve.metadata.MetadataStore;
import io.varve.objects.ObjectStore;
import io.varve.server.config.Configuration;
import io.varve.server.node.Readiness;
import io.varve.server.node.StartRefused;
import io.varve.zookeeper.ZooKeeperNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A whole cluster in this process: ZooKeeper, bookies and one broker that owns all shards, by the same rules as many would. */
final class Standalone implements RunningServer {
    private static final int SHARDS = 8;

    private final OpenParts parts = new OpenParts();
    private final LocalBookies bookies;
    private final BookKeeperLedgerStore ledgers;
    private final String zooKeeperAddress;
    private final BrokerNode broker;

    /**
     * Starts everything and returns when every shard is served.
     *
     * @param data holds {@code zookeeper}, {@code bookie-N} and, unless configured otherwise, {@code objects}; locked by the caller
     * @throws IOException when a port can't be bound or a directory can't be used
     */
    Standalone(Configuration configuration, Path data) throws IOException {
        try {
            StandaloneConfig standalone = configuration.get(Sections.STANDALONE);
            int bookieCount = standalone.bookies();
            ObjectStore objects =
                    parts.add(ObjectStores.open(configuration.get(Sections.OBJECTS), data.resolve("objects")));
            ZooKeeperNode zooKeeper = parts.add(ZooKeeperNode.start(data.resolve("zookeeper"), 0));
            zooKeeperAddress = zooKeeper.connectString();
            bookies = parts.add(LocalBookies.start(
                    data, bookieCount, Connections.ledgersUri(zooKeeperAddress), standalone.bookieGcInterval()));
            MetadataStore metadata = parts.add(Connections.metadata(zooKeeperAddress));
            ledgers = parts.add(Connections.ledgers(zooKeeperAddress));
            checkBookies(new ClusterCreation(SHARDS, bookieCount).createIfAbsent(metadata), bookieCount);
            // The ZooKeeper is in here too, so that nobody else can have this id.
            Assignee self = new Assignee(configuration.get(Sections.BROKER).id(), Broker.newIncarnation());
            broker = parts.add(new BrokerNode(configuration, new Stores(metadata, ledgers, objects), self));
            try (Ticker ticker = new Ticker()) {
                Waiting.on("shards", ticker.until(broker::servesAll), () -> broker.readiness()
                        .inWords());
            }
        } catch (IOException | RuntimeException e) {
            parts.close();
            throw e;
        }
    }

    /** The number of bookies is fixed when a cluster is made: fewer would lack what is stored, more would not be written to. */
    private static void checkBookies(ClusterNode cluster, int bookies) {
        int made = cluster.shardSets().get(0).shardClass().ensemble();
        if (made != bookies) {
            throw new StartRefused(
                    "this directory holds a cluster made with --bookies " + made + "; it can't go on with " + bookies);
        }
    }

    @Override
    public Map<String, String> addresses() {
        return broker.addresses();
    }

    /** The addresses and that of its {@code zookeeper}, where BookKeeper's own tools find the ledgers under {@code /ledgers}. */
    @Override
    public Map<String, String> ports() {
        Map<String, String> ports = new LinkedHashMap<>(addresses());
        ports.put("zookeeper", zooKeeperAddress);
        return ports;
    }

    /** Whether it can do all of its work now. */
    Readiness readiness() {
        return broker.readiness();
    }

    /** Its bookies, by number. */
    List<BookieNode> bookies() {
        return bookies.nodes();
    }

    /** Ids of all ledgers, as BookKeeper lists them. */
    Set<Long> ledgerIds() {
        return Set.copyOf(Waiting.on("list of ledgers", ledgers.list()));
    }

    @Override
    public void close() {
        parts.close();
    }
}
