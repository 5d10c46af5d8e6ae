/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.integration;

import static org.assertj.core.api.Assertions.assertThat;

import io.varve.bookkeeper.LocalBookies;
import io.varve.client.VarveClient;
import io.varve.client.admin.BrokerStatus;
import io.varve.client.admin.ClusterStatus;
import io.varve.client.admin.NewTopic;
import io.varve.client.producer.Producer;
import io.varve.client.reader.Reader;
import io.varve.client.reader.StartPosition;
import io.varve.client.record.ReceivedRecord;
import io.varve.client.record.Schema;
import io.varve.cluster.ClusterInit;
import io.varve.cluster.ShardClass;
import io.varve.cluster.ShardSet;
import io.varve.zookeeper.ZooKeeperConfig;
import io.varve.zookeeper.ZooKeeperMetadataStore;
import io.varve.zookeeper.ZooKeeperNode;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Brokers are processes, ZooKeeper and three bookies run here: a broker that is killed is stood in for by the other (I1, I3). */
class BrokerKillTest {
    private static final int SHARDS = 8;
    private static final int RECORDS = 20_000;
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    @TempDir
    private Path directory;

    @Test
    @Timeout(value = 5, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void theOtherBrokerTakesOverWhatAKilledOneHadAndProducersHearNothingOfIt() throws Exception {
        try (ZooKeeperNode zooKeeper = ZooKeeperNode.start(directory.resolve("zookeeper"), 0);
                LocalBookies bookies = LocalBookies.start(
                        directory,
                        3,
                        "zk+hierarchical://" + zooKeeper.connectString() + "/ledgers",
                        Duration.ofMinutes(10))) {
            assertThat(bookies.nodes()).hasSize(3);
            createCluster(zooKeeper.connectString());
            try (ServerProcess first = broker("broker-1", zooKeeper);
                    ServerProcess second = broker("broker-2", zooKeeper);
                    VarveClient client = VarveClient.builder()
                            .servers(first.address() + "," + second.address())
                            .build()) {
                settled(client, Map.of("broker-1", SHARDS / 2, "broker-2", SHARDS / 2));
                // The first one is the controller, too.
                killWhileProducing(client, first);
            }
        }
    }

    private void killWhileProducing(VarveClient client, ServerProcess victim) throws Exception {
        client.admin().createTopic(NewTopic.of("orders", SHARDS));
        Path file = directory.resolve("history");
        try (AckedHistory history = new AckedHistory(file);
                Producer<byte[]> producer = client.newProducer(Schema.bytes())
                        .topic("orders")
                        .deliveryTimeout(PATIENCE)
                        .create()) {
            SeededLoad load = new SeededLoad(producer, history, SHARDS, RECORDS, 256, 1);
            load.pauseAfterEach(TimeUnit.MILLISECONDS.toNanos(1));
            load.start();
            Eventually.holds("a quarter is acknowledged", PATIENCE, () -> load.acknowledged() >= RECORDS / 4);
            victim.sigkill();
            load.done().get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
            assertThat(load.failures()).isEmpty();
        }
        settled(client, Map.of("broker-2", SHARDS));
        check(client, HistoryCheck.of(file));

        try (ServerProcess again = victim.startAgain()) {
            assertThat(again.isAlive()).isTrue();
            client.admin().applyMoves();
            settled(client, Map.of("broker-1", SHARDS / 2, "broker-2", SHARDS / 2));
            check(client, HistoryCheck.of(file));
        }
    }

    private static void check(VarveClient client, HistoryCheck check) {
        try (Reader<byte[]> reader = client.newReader(Schema.bytes())
                .topic("orders")
                .from(StartPosition.earliest())
                .create()) {
            for (int read = 0; read < RECORDS; ) {
                List<ReceivedRecord<byte[]>> batch = reader.poll(PATIENCE);
                assertThat(batch).as("records after %d", read).isNotEmpty();
                for (ReceivedRecord<byte[]> record : batch) {
                    check.read(record.partition(), record.offset(), Objects.requireNonNull(record.value()));
                    read++;
                }
            }
        }
        assertThat(check.problems()).isEmpty();
        assertThat(check.acknowledged()).isEqualTo(RECORDS);
    }

    private static void createCluster(String zooKeeper) throws Exception {
        try (ZooKeeperMetadataStore store = ZooKeeperMetadataStore.connect(ZooKeeperConfig.of(zooKeeper))) {
            ShardClass three = new ShardClass(ShardClass.DEFAULT_POOL, 3, 3, 2);
            new ClusterInit(store, Clock.systemUTC())
                    .create(List.of(ShardSet.ofFirst(SHARDS, ShardSet.DEFAULT, three)))
                    .get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        }
    }

    private ServerProcess broker(String id, ZooKeeperNode zooKeeper) throws Exception {
        ServerSettings settings = ServerSettings.broker(directory.resolve(id), id, zooKeeper.connectString())
                .with("cluster.balance-after", "1s")
                .with("objects.store", "file:" + directory.resolve("objects"));
        return ServerProcess.start(settings);
    }

    private static void settled(VarveClient client, Map<String, Integer> shards) throws Exception {
        Eventually.holds("shards are served as " + shards, PATIENCE, () -> {
            ClusterStatus status = client.admin().clusterStatus();
            Map<String, Integer> served = status.brokers().stream()
                    .filter(broker -> broker.address().isPresent())
                    .collect(Collectors.toMap(BrokerStatus::id, BrokerStatus::servedShards));
            return status.isSettled() && served.equals(shards);
        });
    }
}
