/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.server;

import io.varve.cluster.Assignee;
import io.varve.cluster.Broker;
import io.varve.cluster.BrokerRegistry;
import io.varve.cluster.ClusterInit;
import io.varve.cluster.ClusterNode;
import io.varve.metadata.MetadataStore;
import io.varve.server.config.InvalidConfiguration;
import io.varve.server.node.ClusterMark;
import io.varve.server.node.PastRuns;
import io.varve.server.node.StartRefused;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;

/** Whether a server may join the cluster that its configuration names; asked once, before it starts anything. */
final class Membership {
    private final MetadataStore metadata;
    private final String zooKeeper;
    private final Path data;

    /**
     * Of a server.
     *
     * @param zooKeeper {@code host:port[,host:port...]}, that {@code metadata} is connected to
     * @param data the server's directory, locked
     */
    Membership(MetadataStore metadata, String zooKeeper, Path data) {
        this.metadata = metadata;
        this.zooKeeper = zooKeeper;
        this.data = data;
    }

    /**
     * The address of the cluster's ZooKeeper, for roles that can't do without.
     *
     * @throws InvalidConfiguration when it isn't set
     */
    static String zooKeeper(ClusterConfig cluster) {
        if (cluster.zookeeper().isEmpty()) {
            throw new InvalidConfiguration(
                    "cluster.zookeeper has to be set: it is the same for all brokers and bookies of" + " the cluster");
        }
        return cluster.zookeeper();
    }

    /**
     * The cluster; the directory is its server's from now on.
     *
     * @throws StartRefused when there is none, or something else in its place, or when the directory is of another one
     */
    ClusterNode cluster() {
        String where = "ZooKeeper at " + zooKeeper;
        Optional<ClusterNode> found = Waiting.on(where, new ClusterInit(metadata, Clock.systemUTC()).find());
        ClusterNode cluster = found.orElseThrow(() -> new StartRefused(
                where + " holds no cluster; create one, once, with: varve cluster init --metadata zk://" + zooKeeper));
        ClusterMark.check(data, cluster.clusterId(), where);
        return cluster;
    }

    /**
     * A new process of this broker.
     *
     * @throws StartRefused when another process of that id may be alive
     */
    Assignee broker(String id) {
        PastRuns runs = new PastRuns(data);
        try (BrokerRegistry brokers = new BrokerRegistry(metadata)) {
            Optional<Broker> registered = Waiting.on("registered brokers", brokers.registered(id));
            if (registered.isPresent() && !runs.include(registered.get().incarnation())) {
                Broker other = registered.get();
                throw new StartRefused(
                        "broker.id=" + id + " is that of a broker at " + other.host() + ":" + other.port()
                                + ", which did not run on " + data
                                + "; give this one another id. If that one is gone for good, its"
                                + " registration goes with its ZooKeeper session within 15 s");
            }
        }
        Assignee self = new Assignee(id, Broker.newIncarnation());
        runs.add(self.incarnation());
        return self;
    }
}
