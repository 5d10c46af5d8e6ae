/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.varve.bookkeeper.LocalBookies;
import io.varve.client.VarveClient;
import io.varve.client.admin.NewTopic;
import io.varve.client.producer.Producer;
import io.varve.client.producer.ProducerRecord;
import io.varve.client.reader.Reader;
import io.varve.client.reader.StartPosition;
import io.varve.client.record.ReceivedRecord;
import io.varve.client.record.Schema;
import io.varve.metadata.MetadataStore;
import io.varve.server.config.Configuration;
import io.varve.server.config.InvalidConfiguration;
import io.varve.zookeeper.ZooKeeperNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class ClusterBrokerTest {
    private static final int SHARDS = 4;

    @Test
    @Timeout(120)
    void aBrokerTakesOverWhatAnotherOneHadWhenThatStops(@TempDir Path data) throws Exception {
        try (ZooKeeperNode zooKeeper = ZooKeeperNode.start(data.resolve("zookeeper"), 0);
                LocalBookies bookies = LocalBookies.start(
                        data, 1, Connections.ledgersUri(zooKeeper.connectString()), Duration.ofMinutes(10));
                Ticker ticker = new Ticker()) {
            assertThat(bookies.nodes()).hasSize(1);
            create(zooKeeper);
            Path first = Files.createDirectory(data.resolve("broker-1"));
            Path second = Files.createDirectory(data.resolve("broker-2"));
            ClusterBroker one = new ClusterBroker(configuration(zooKeeper, data, "broker-1"), first);
            Waiting.on("the first serves", ticker.until(() -> one.readiness().ready()));
            try (ClusterBroker two = new ClusterBroker(configuration(zooKeeper, data, "broker-2"), second);
                    VarveClient client = VarveClient.builder()
                            .servers(one.addresses().get("native") + ","
                                    + two.addresses().get("native"))
                            .build()) {
                client.admin().createTopic(NewTopic.of("orders", SHARDS));
                publish(client, "a");

                one.close();
                publish(client, "b");

                Waiting.on(
                        "the second serves", ticker.until(() -> two.readiness().ready()));
                assertThat(read(client)).containsExactlyInAnyOrder("a0", "a1", "a2", "a3", "b0", "b1", "b2", "b3");
            } finally {
                one.close();
            }
        }
    }

    @Test
    void aBrokerWithoutAClusterIsRefused(@TempDir Path data) {
        Configuration configuration = new Configuration(Sections.ALL, Map.of(), Map.of(), Map.of());

        assertThatThrownBy(() -> new ClusterBroker(configuration, data))
                .isInstanceOf(InvalidConfiguration.class)
                .hasMessageStartingWith("cluster.zookeeper has to be set");
    }

    /** As {@code varve cluster init} does, but for bookies that were there before. */
    private static void create(ZooKeeperNode zooKeeper) {
        try (MetadataStore metadata = Connections.metadata(zooKeeper.connectString())) {
            var unused = new ClusterCreation(SHARDS, 1).createIfAbsent(metadata);
        }
    }

    private static void publish(VarveClient client, String prefix) {
        try (Producer<String> producer =
                client.newProducer(Schema.string()).topic("orders").create()) {
            for (int partition = 0; partition < SHARDS; partition++) {
                producer.send(ProducerRecord.of(prefix + partition).partition(partition))
                        .join();
            }
        }
    }

    private static List<String> read(VarveClient client) {
        List<String> values = new ArrayList<>();
        try (Reader<String> reader = client.newReader(Schema.string())
                .topic("orders")
                .from(StartPosition.earliest())
                .create()) {
            while (values.size() < 2 * SHARDS) {
                for (ReceivedRecord<String> record : reader.poll(Duration.ofSeconds(10))) {
                    values.add(String.valueOf(record.value()));
                }
            }
        }
        return values;
    }

    private static Configuration configuration(ZooKeeperNode zooKeeper, Path data, String id) {
        return new Configuration(
                Sections.ALL,
                Map.of(),
                Map.of(),
                Map.of(
                        "cluster.zookeeper",
                        zooKeeper.connectString(),
                        "broker.id",
                        id,
                        "native.port",
                        "0",
                        "http.port",
                        "0",
                        "objects.store",
                        "file:" + data.resolve("objects")));
    }
}
