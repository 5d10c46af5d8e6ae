/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.varve.cluster.Assignee;
import io.varve.cluster.Broker;
import io.varve.cluster.BrokerRegistry;
import io.varve.cluster.ClusterNode;
import io.varve.cluster.ShardClass;
import io.varve.metadata.MetadataStore;
import io.varve.server.config.Configuration;
import io.varve.server.config.InvalidConfiguration;
import io.varve.server.node.StartRefused;
import io.varve.zookeeper.ZooKeeperNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Servers that don't belong to the cluster that they are pointed at. */
class MembershipTest {
    private static final ClusterCreation ONE_SHARD = new ClusterCreation(1, 1);

    @TempDir
    Path dir;

    private ZooKeeperNode zooKeeper;
    private MetadataStore metadata;

    @BeforeEach
    void start() throws IOException {
        zooKeeper = ZooKeeperNode.start(dir.resolve("zookeeper"), 0);
        metadata = Connections.metadata(zooKeeper.connectString());
    }

    @AfterEach
    void stop() {
        metadata.close();
        zooKeeper.close();
    }

    @Test
    void withoutAClusterBrokersAndBookiesDoNotStart() throws IOException {
        String reason = "ZooKeeper at " + zooKeeper.connectString()
                + " holds no cluster; create one, once, with: varve cluster init --metadata zk://"
                + zooKeeper.connectString();

        assertThatExceptionOfType(StartRefused.class)
                .isThrownBy(() -> new ClusterBroker(configuration(), data("broker")))
                .withMessage(reason);
        assertThatExceptionOfType(StartRefused.class)
                .isThrownBy(() -> new BookieServer(configuration(), data("bookie")))
                .withMessage(reason);
    }

    @Test
    void aBookieWithoutZooKeeperIsRefused() {
        Configuration nothing = new Configuration(Sections.ALL, Map.of(), Map.of(), Map.of());

        assertThatExceptionOfType(InvalidConfiguration.class)
                .isThrownBy(() -> new BookieServer(nothing, data("bookie")))
                .withMessageStartingWith("cluster.zookeeper has to be set");
    }

    @Test
    void serversOfAnotherClusterDoNotStart() throws IOException {
        ClusterNode first = ONE_SHARD.create(metadata, zooKeeper.connectString());
        Path broker = data("broker");
        Path bookie = data("bookie");
        assertThat(new Membership(metadata, zooKeeper.connectString(), broker).cluster())
                .isEqualTo(first);
        new BookieServer(configuration(), bookie).close();

        try (ZooKeeperNode other = ZooKeeperNode.start(dir.resolve("other"), 0);
                MetadataStore otherMetadata = Connections.metadata(other.connectString())) {
            ClusterNode second = ONE_SHARD.create(otherMetadata, other.connectString());
            String reason = " is that of a server of cluster " + first.clusterId() + ", and ZooKeeper at "
                    + other.connectString() + " holds cluster " + second.clusterId();

            assertThatExceptionOfType(StartRefused.class)
                    .isThrownBy(() -> new ClusterBroker(configuration(other), broker))
                    .withMessageContaining(broker + reason);
            assertThatExceptionOfType(StartRefused.class)
                    .isThrownBy(() -> new BookieServer(configuration(other), bookie))
                    .withMessageContaining(bookie + reason);
        }
    }

    @Test
    void somethingElseInThePlaceOfTheClusterIsRefused() throws Exception {
        metadata.create("/cluster", "somebody's".getBytes(StandardCharsets.UTF_8))
                .get(20, TimeUnit.SECONDS);

        assertThatExceptionOfType(StartRefused.class)
                .isThrownBy(() -> new ClusterBroker(configuration(), data("broker")))
                .withMessageStartingWith(
                        "ZooKeeper at " + zooKeeper.connectString() + ": metadata node /cluster can't be read");
    }

    @Test
    void theIdOfABrokerThatIsThereIsRefused() throws IOException {
        ONE_SHARD.create(metadata, zooKeeper.connectString());
        Path first = data("first");
        register(new Membership(metadata, zooKeeper.connectString(), first).broker("broker-1"));

        Path second = data("second");
        assertThatExceptionOfType(StartRefused.class)
                .isThrownBy(() -> new ClusterBroker(configuration(), second))
                .withMessageStartingWith(
                        "broker.id=broker-1 is that of a broker at 10.0.0.7:7650, which did not run on " + second);
    }

    @Test
    void aBrokerThatWasKilledStartsAgainBeforeItsSessionEnds() throws IOException {
        Path data = data("broker");
        Assignee killed = new Membership(metadata, zooKeeper.connectString(), data).broker("broker-1");
        register(killed);

        Assignee next = new Membership(metadata, zooKeeper.connectString(), data).broker("broker-1");

        assertThat(next.brokerId()).isEqualTo("broker-1");
        assertThat(next.incarnation()).isNotEqualTo(killed.incarnation());
    }

    private void register(Assignee process) {
        try (BrokerRegistry brokers = new BrokerRegistry(metadata)) {
            Broker broker = new Broker(
                    process.brokerId(), process.incarnation(), "10.0.0.7", 7650, 7680, ShardClass.DEFAULT_POOL);
            Waiting.on("registration", brokers.register(broker));
        }
    }

    private Path data(String name) throws IOException {
        return Files.createDirectory(dir.resolve(name));
    }

    private Configuration configuration() {
        return configuration(zooKeeper);
    }

    private static Configuration configuration(ZooKeeperNode zooKeeper) {
        return new Configuration(
                Sections.ALL,
                Map.of(),
                Map.of(),
                Map.of(
                        "cluster.zookeeper",
                        zooKeeper.connectString(),
                        "bookie.port",
                        "0",
                        "bookie.write-cache-bytes",
                        "4MiB",
                        "objects.store",
                        "file:" + System.getProperty("java.io.tmpdir") + "/varve-unused"));
    }
}
