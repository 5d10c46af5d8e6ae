/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.server;

import io.varve.cluster.ClusterInit;
import io.varve.cluster.ClusterNode;
import io.varve.metadata.MetadataStore;
import io.varve.server.local.ClusterSize;
import io.varve.server.local.LocalCluster;
import io.varve.server.local.LocalSettings;
import io.varve.server.node.StartRefused;
import io.varve.zookeeper.ZooKeeperConfig;
import io.varve.zookeeper.ZooKeeperMetadataStore;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/** A cluster of processes on this machine, as one server. */
final class LocalServers implements RunningServer {
    /** An ensemble has to elect a leader first. */
    private static final Duration ELECTION = Duration.ofSeconds(60);

    private final LocalCluster cluster;

    /**
     * Starts everything and returns when every shard is served; creates the cluster if there is none.
     *
     * @param creation what a new cluster is made of
     * @throws IOException when a process can't be started
     */
    LocalServers(LocalSettings settings, ClusterCreation creation, PrintWriter out) throws IOException {
        requireCopies(creation.copies(), settings.size());
        cluster = new LocalCluster(settings, zooKeeper -> createIfAbsent(zooKeeper, creation, settings.size()), out);
    }

    private static void createIfAbsent(String zooKeeper, ClusterCreation creation, ClusterSize size) {
        ZooKeeperConfig defaults = ZooKeeperConfig.of(zooKeeper);
        try (MetadataStore metadata = ZooKeeperMetadataStore.connect(
                new ZooKeeperConfig(zooKeeper, defaults.root(), defaults.sessionTimeout(), ELECTION))) {
            ClusterNode found = Waiting.on("cluster", new ClusterInit(metadata, Clock.systemUTC()).find())
                    .orElseGet(() -> creation.create(metadata, zooKeeper));
            found.shardSets().forEach(set -> requireCopies(set.shardClass().ensemble(), size));
        }
    }

    private static void requireCopies(int copies, ClusterSize size) {
        if (size.bookies() < copies) {
            throw new StartRefused(
                    "a cluster with " + copies + " copies of each record needs as many bookies, not " + size.bookies());
        }
    }

    @Override
    public Map<String, String> addresses() {
        return cluster.addresses();
    }

    @Override
    public Map<String, String> ports() {
        Map<String, String> ports = new LinkedHashMap<>(addresses());
        ports.put("zookeeper", cluster.zooKeeper());
        return ports;
    }

    @Override
    public void close() {
        cluster.close();
    }
}
