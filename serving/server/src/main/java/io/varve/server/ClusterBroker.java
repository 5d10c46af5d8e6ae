/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.server;

import io.varve.objects.ObjectStore;
import io.varve.server.config.Configuration;
import io.varve.server.config.InvalidConfiguration;
import io.varve.server.node.Readiness;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;

/** One broker of a cluster whose ZooKeeper and bookies run elsewhere. */
final class ClusterBroker implements RunningServer {
    private final OpenParts parts = new OpenParts();
    private final BrokerNode broker;

    /**
     * Joins the cluster, or creates it, and returns when this broker takes requests; the shards that fall to it are served
     * when their former owners are gone.
     *
     * @param data for logs only: a broker keeps nothing
     * @throws IOException when a port can't be bound
     */
    ClusterBroker(Configuration configuration, Path data) throws IOException {
        ClusterConfig cluster = configuration.get(Sections.CLUSTER);
        ObjectsConfig objectsConfig = configuration.get(Sections.OBJECTS);
        require("cluster.zookeeper", cluster.zookeeper());
        require("objects.store", objectsConfig.store());
        try {
            ObjectStore objects = parts.add(ObjectStores.open(objectsConfig, data));
            Connections connections = parts.add(new Connections(cluster.zookeeper()));
            connections.createClusterIfAbsent(cluster.shards(), cluster.copies());
            broker = parts.add(new BrokerNode(
                    configuration,
                    connections.with(objects),
                    configuration.get(Sections.BROKER).id()));
        } catch (IOException | RuntimeException e) {
            parts.close();
            throw e;
        }
    }

    private static void require(String key, String value) {
        if (value.isEmpty()) {
            throw new InvalidConfiguration(
                    key + " has to be set for a broker: it is the same for all brokers of the cluster");
        }
    }

    @Override
    public Map<String, String> addresses() {
        return broker.addresses();
    }

    @Override
    public Map<String, String> ports() {
        return addresses();
    }

    /** Whether it serves all shards that are assigned to it, and there is one. */
    Readiness readiness() {
        return broker.readiness();
    }

    @Override
    public void close() {
        parts.close();
    }
}
