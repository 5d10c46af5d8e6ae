/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.varve.bookkeeper.LocalBookies;
import io.varve.client.VarveClient;
import io.varve.client.admin.BrokerStatus;
import io.varve.client.admin.ClusterStatus;
import io.varve.client.admin.NewTopic;
import io.varve.client.consumer.StreamConsumer;
import io.varve.client.record.ReceivedRecord;
import io.varve.client.record.Schema;
import io.varve.cluster.ClusterInit;
import io.varve.cluster.ShardClass;
import io.varve.cluster.ShardSet;
import io.varve.server.config.Configuration;
import io.varve.zookeeper.ZooKeeperConfig;
import io.varve.zookeeper.ZooKeeperMetadataStore;
import io.varve.zookeeper.ZooKeeperNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Brokers that share one ZooKeeper and one bookie: shards move between them while clients go on. */
@Timeout(value = 180, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class SeveralBrokersTest {
    private static final int SHARDS = 8;
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final List<ClusterBroker> brokers = new ArrayList<>();
    private Path data;
    private ZooKeeperNode zooKeeper;
    private LocalBookies bookies;

    @BeforeEach
    void start(@TempDir Path directory) throws Exception {
        data = directory;
        zooKeeper = ZooKeeperNode.start(data.resolve("zookeeper"), 0);
        bookies =
                LocalBookies.start(data, 1, Connections.ledgersUri(zooKeeper.connectString()), Duration.ofMinutes(10));
        try (ZooKeeperMetadataStore store =
                ZooKeeperMetadataStore.connect(ZooKeeperConfig.of(zooKeeper.connectString()))) {
            ShardSet set = ShardSet.ofFirst(SHARDS, ShardSet.DEFAULT, new ShardClass(ShardClass.DEFAULT_POOL, 1, 1, 1));
            Waiting.on("cluster", new ClusterInit(store, Clock.systemUTC()).create(List.of(set)));
        }
    }

    @AfterEach
    void stop() {
        brokers.forEach(ClusterBroker::close);
        bookies.close();
        zooKeeper.close();
    }

    @Test
    void aBrokerThatJoinsGetsItsShareAndLosesItWhenItIsDrainedWhileProducersGoOn() throws Exception {
        startBroker("broker-1");
        try (VarveClient client = client()) {
            settled(client, Map.of("broker-1", SHARDS));
            client.admin().createTopic(NewTopic.of("orders", SHARDS));
            try (NumberedLoad load = new NumberedLoad(client, "orders", SHARDS)) {
                startBroker("broker-2");
                settled(client, Map.of("broker-1", SHARDS / 2, "broker-2", SHARDS / 2));
                load.passes(500);

                drained(client, "broker-2");
                settled(client, Map.of("broker-1", SHARDS, "broker-2", 0));
                load.passes(500);

                client.admin().undrainBroker("broker-2");
                settled(client, Map.of("broker-1", SHARDS / 2, "broker-2", SHARDS / 2));
                load.passes(500);
                load.end();
                assertThat(load.failures()).isEmpty();
                assertThat(load.storedInOrder()).isTrue();
            }
        }
    }

    @Test
    void aRollingRestartInterruptsNobodyForLong() throws Exception {
        startBroker("broker-1");
        startBroker("broker-2");
        try (VarveClient client = client()) {
            settled(client, Map.of("broker-1", SHARDS / 2, "broker-2", SHARDS / 2));
            client.admin().createTopic(NewTopic.of("orders", SHARDS));
            try (NumberedLoad load = new NumberedLoad(client, "orders", SHARDS)) {
                for (int i = 0; i < 2; i++) {
                    String id = "broker-" + (i + 1);
                    drained(client, id);
                    ClusterBroker old = brokers.get(i);
                    int port = Integer.parseInt(
                            Objects.requireNonNull(old.addresses().get("native"))
                                    .split(":")[1]);
                    old.close();
                    brokers.set(i, broker(id, port));
                    Eventually.holds(id + " is back", PATIENCE, () -> client.admin().clusterStatus().brokers().stream()
                            .anyMatch(broker ->
                                    broker.id().equals(id) && broker.address().isPresent()));
                    client.admin().undrainBroker(id);
                    client.admin().applyMoves();
                    settled(client, Map.of("broker-1", SHARDS / 2, "broker-2", SHARDS / 2));
                }
                load.passes(500);
                load.end();
                assertThat(load.failures()).isEmpty();
                assertThat(load.storedInOrder()).isTrue();
            }
        }
    }

    @Test
    void aGroupGoesOnWhereItWasWhenItsShardMoves() throws Exception {
        startBroker("broker-1");
        startBroker("broker-2");
        try (VarveClient client = client()) {
            settled(client, Map.of("broker-1", SHARDS / 2, "broker-2", SHARDS / 2));
            client.admin().createTopic(NewTopic.of("orders", SHARDS));
            Set<String> delivered = new HashSet<>();
            int deliveries = 0;
            try (NumberedLoad load = new NumberedLoad(client, "orders", SHARDS);
                    StreamConsumer<String> consumer = client.newStreamConsumer(Schema.string())
                            .topics("orders")
                            .group("billing")
                            .create()) {
                for (String id : List.of("broker-1", "broker-2", "broker-1")) {
                    deliveries += consume(consumer, delivered, 200);
                    drained(client, id);
                    deliveries += consume(consumer, delivered, 200);
                    client.admin().undrainBroker(id);
                    settled(client, Map.of("broker-1", SHARDS / 2, "broker-2", SHARDS / 2));
                }
                load.end();
                assertThat(load.failures()).isEmpty();
                while (delivered.size() < load.sent()) {
                    deliveries += consume(consumer, delivered, 1);
                }
                assertThat(deliveries).as("no record twice: the member stays").isEqualTo(delivered.size());
            }
            try (StreamConsumer<String> next = client.newStreamConsumer(Schema.string())
                    .topics("orders")
                    .group("billing")
                    .create()) {
                assertThat(next.poll(Duration.ofSeconds(2))).isEmpty();
            }
        }
    }

    private static int consume(StreamConsumer<String> consumer, Set<String> delivered, int atLeast) {
        int deliveries = 0;
        long start = System.nanoTime();
        while (deliveries < atLeast) {
            assertThat(System.nanoTime() - start).as("time for a delivery").isLessThan(PATIENCE.toNanos());
            for (ReceivedRecord<String> record : consumer.poll(Duration.ofSeconds(1))) {
                delivered.add(record.partition() + " " + record.value());
                deliveries++;
            }
            consumer.commitSync();
        }
        return deliveries;
    }

    private void startBroker(String id) throws Exception {
        brokers.add(broker(id, 0));
    }

    private ClusterBroker broker(String id, int port) throws Exception {
        Map<String, String> keys = new HashMap<>();
        keys.put("cluster.zookeeper", zooKeeper.connectString());
        keys.put("cluster.balance-after", "500ms");
        keys.put("broker.id", id);
        keys.put("native.port", Integer.toString(port));
        keys.put("http.port", "0");
        keys.put("objects.store", "file:" + data.resolve("objects"));
        Path own = Files.createDirectories(data.resolve(id));
        return new ClusterBroker(new Configuration(Sections.ALL, Map.of(), Map.of(), keys), own);
    }

    private VarveClient client() {
        return VarveClient.builder()
                .servers(brokers.stream()
                        .map(broker -> Objects.requireNonNull(broker.addresses().get("native")))
                        .collect(Collectors.joining(",")))
                .build();
    }

    private static void drained(VarveClient client, String id) throws Exception {
        Eventually.holds(id + " is drained", PATIENCE, () -> client.admin()
                .drainBroker(id)
                .isSafeToStop());
    }

    private static void settled(VarveClient client, Map<String, Integer> shards) throws Exception {
        Eventually.holds("shards are served as " + shards, PATIENCE, () -> {
            ClusterStatus status = client.admin().clusterStatus();
            Map<String, Integer> served =
                    status.brokers().stream().collect(Collectors.toMap(BrokerStatus::id, BrokerStatus::servedShards));
            return status.isSettled() && served.equals(shards);
        });
    }
}
