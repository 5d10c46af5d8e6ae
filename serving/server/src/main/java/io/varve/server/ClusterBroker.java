/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.server;

import io.varve.cluster.Assignee;
import io.varve.metadata.MetadataStore;
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
     * Joins the cluster and returns when this broker takes requests; the shards that fall to it are served when their former
     * owners are gone.
     *
     * @param data for logs, and to know itself again: a broker keeps nothing else
     * @throws IOException when a port can't be bound
     */
    ClusterBroker(Configuration configuration, Path data) throws IOException {
        String zooKeeper = Membership.zooKeeper(configuration.get(Sections.CLUSTER));
        ObjectsConfig objectsConfig = configuration.get(Sections.OBJECTS);
        if (objectsConfig.store().isEmpty()) {
            throw new InvalidConfiguration(
                    "objects.store has to be set for a broker: it is the same for all brokers of the cluster");
        }
        try {
            ObjectStore objects = parts.add(ObjectStores.open(objectsConfig, data));
            MetadataStore metadata = parts.add(Connections.metadata(zooKeeper));
            Membership membership = new Membership(metadata, zooKeeper, data);
            var unused = membership.cluster();
            Assignee self = membership.broker(configuration.get(Sections.BROKER).id());
            Stores stores = new Stores(metadata, parts.add(Connections.ledgers(zooKeeper)), objects);
            broker = parts.add(new BrokerNode(configuration, stores, self));
        } catch (IOException | RuntimeException e) {
            parts.close();
            throw e;
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
