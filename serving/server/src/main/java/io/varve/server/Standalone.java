/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.server;

import io.varve.bookkeeper.BookKeeperConfig;
import io.varve.bookkeeper.BookKeeperLedgerStore;
import io.varve.bookkeeper.LocalBookies;
import io.varve.cluster.ClusterInit;
import io.varve.cluster.ShardClass;
import io.varve.cluster.ShardSet;
import io.varve.metadata.MetadataStore;
import io.varve.objects.ObjectStore;
import io.varve.server.config.Configuration;
import io.varve.server.node.Readiness;
import io.varve.zookeeper.ZooKeeperConfig;
import io.varve.zookeeper.ZooKeeperMetadataStore;
import io.varve.zookeeper.ZooKeeperNode;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A whole cluster in this process: ZooKeeper, bookies and one broker that owns all shards, by the same rules as many would. */
final class Standalone implements AutoCloseable {
    private static final int SHARDS = 8;
    private static final String BROKER_ID = "broker-1";

    private final OpenParts parts = new OpenParts();
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
            int bookies = configuration.get(Sections.STANDALONE).bookies();
            ObjectStore objects =
                    parts.add(ObjectStores.open(configuration.get(Sections.OBJECTS), data.resolve("objects")));
            ZooKeeperNode zooKeeper = parts.add(ZooKeeperNode.start(data.resolve("zookeeper"), 0));
            zooKeeperAddress = zooKeeper.connectString();
            String ledgersUri = "zk+hierarchical://" + zooKeeperAddress + "/ledgers";
            parts.add(LocalBookies.start(data, bookies, ledgersUri));
            MetadataStore metadata = parts.add(ZooKeeperMetadataStore.connect(ZooKeeperConfig.of(zooKeeperAddress)));
            ledgers = parts.add(BookKeeperLedgerStore.open(BookKeeperConfig.of(ledgersUri)));
            Waiting.on(
                    "cluster", new ClusterInit(metadata, Clock.systemUTC()).createIfAbsent(List.of(shards(bookies))));
            broker = parts.add(new BrokerNode(configuration, new Stores(metadata, ledgers, objects), BROKER_ID));
            try (Ticker ticker = new Ticker()) {
                Waiting.on("shards", ticker.until(broker::servesAll));
            }
        } catch (IOException | RuntimeException e) {
            parts.close();
            throw e;
        }
    }

    /** With three bookies an answer means two copies on disk; one bookie has one. Fixed when the cluster is made. */
    private static ShardSet shards(int bookies) {
        ShardClass of = bookies == 1
                ? new ShardClass(ShardClass.DEFAULT_POOL, 1, 1, 1)
                : new ShardClass(ShardClass.DEFAULT_POOL, bookies, bookies, bookies - 1);
        return ShardSet.ofFirst(SHARDS, ShardSet.DEFAULT, of);
    }

    /** Where it listens, by name: {@code native} and {@code http}. */
    Map<String, String> addresses() {
        Map<String, String> addresses = new LinkedHashMap<>();
        addresses.put("native", text(broker.nativeAddress()));
        addresses.put("http", text(broker.httpAddress()));
        return addresses;
    }

    /** {@link #addresses} and that of its {@code zookeeper}, where BookKeeper's own tools find the ledgers under {@code /ledgers}. */
    Map<String, String> ports() {
        Map<String, String> ports = addresses();
        ports.put("zookeeper", zooKeeperAddress);
        return ports;
    }

    /** Whether it can do all of its work now. */
    Readiness readiness() {
        return broker.readiness();
    }

    /** Ids of all ledgers, as BookKeeper lists them. */
    Set<Long> ledgerIds() {
        return Set.copyOf(Waiting.on("list of ledgers", ledgers.list()));
    }

    private static String text(InetSocketAddress address) {
        return address.getHostString() + ":" + address.getPort();
    }

    @Override
    public void close() {
        parts.close();
    }
}
