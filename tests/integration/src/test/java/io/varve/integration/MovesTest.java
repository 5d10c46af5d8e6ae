/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.integration;

import static org.assertj.core.api.Assertions.assertThat;

import io.varve.bookkeeper.LocalBookies;
import io.varve.client.VarveClient;
import io.varve.client.admin.BrokerStatus;
import io.varve.client.admin.GroupPartition;
import io.varve.client.admin.NewTopic;
import io.varve.client.producer.Producer;
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
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Two brokers as processes, three bookies and ZooKeeper here: a shard moves back and forth while a producer and a group go on (I1, I5,
 * I7). With {@code -Dvarve.long} often enough, and under enough load, to say for how long a move silences producers.
 */
@Timeout(value = 10, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class MovesTest {
    private static final boolean LONG = Boolean.getBoolean("varve.long");
    private static final int MOVES = LONG ? 50 : 4;
    /** Moves before those, of brokers that have never moved a shard: their code is compiled meanwhile. */
    private static final int FIRST_MOVES = LONG ? 10 : 0;

    private static final int PER_SECOND = LONG ? 5_000 : 1_000;
    private static final Duration BETWEEN = LONG ? Duration.ofSeconds(2) : Duration.ofMillis(200);
    private static final int PARTITIONS = 4;
    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final String SERVES = "shard serves shard=0 ";
    private static final String INHERITED = "shard inherited shard=0 ";

    private final Map<String, ServerProcess> brokers = new TreeMap<>();
    private final List<Duration> silences = new ArrayList<>();
    private final List<Duration> usual = new ArrayList<>();
    private int inherited;

    @TempDir
    private Path directory;

    @Test
    void aShardMovesToAWarmStandbyAndClientsLoseNothing() throws Exception {
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
                brokers.put("broker-1", first);
                brokers.put("broker-2", second);
                client.admin().createTopic(NewTopic.of("orders", PARTITIONS));
                moveUnderLoad(client);
                System.out.printf(
                        "%d moves at %d records/s, %d to a standby%n", silences.size(), PER_SECOND, inherited);
                if (!LONG) {
                    System.out.println("reduced: few moves, at 1,000 records/s; -Dvarve.long makes 60 at 5,000");
                }
                System.out.printf("silence of the first %d moves: %s%n", FIRST_MOVES, milliseconds(first()));
                System.out.printf("silence of a move after them: %s%n", figures(after()));
                System.out.printf("silence of as long without: %s%n", figures(usual));
                // A standby may be thrown away at any time; that none is of use would be a defect.
                assertThat(inherited).isPositive();
            }
        }
    }

    private void moveUnderLoad(VarveClient client) throws Exception {
        try (Producer<byte[]> producer = client.newProducer(Schema.bytes())
                        .topic("orders")
                        .deliveryTimeout(PATIENCE)
                        .create();
                GroupReading group = new GroupReading(client, "billing", "orders", PARTITIONS)) {
            PacedLoad load = new PacedLoad(producer, PARTITIONS, PER_SECOND);
            load.start();
            load.passes(5L * PER_SECOND, PATIENCE);
            for (int move = 0; move < FIRST_MOVES + MOVES; move++) {
                load.longestSilence();
                load.passes(PER_SECOND / 2, PATIENCE);
                usual.add(load.longestSilence());
                move(client, load);
                silences.add(load.longestSilence());
                load.passes(PER_SECOND * BETWEEN.toMillis() / 1000, PATIENCE);
            }
            load.end(PATIENCE);
            assertThat(load.failures()).isEmpty();
            List<Long> sent =
                    IntStream.range(0, PARTITIONS).mapToObj(load::sent).toList();
            Eventually.holds("the group has read everything", PATIENCE, () -> group.progress()
                    .equals(sent));
            group.end(PATIENCE);
            assertThat(group.problems()).isEmpty();
            assertThat(client.admin().describeGroup("billing").partitions().stream()
                            .map(GroupPartition::committedOffset)
                            .toList())
                    .containsExactlyInAnyOrderElementsOf(sent);
            load.isReadOnceInOrder(client, "orders", PATIENCE);
        }
    }

    /** To the other broker; returns when the load goes on there. */
    private void move(VarveClient client, PacedLoad load) throws Exception {
        String from = client.admin().clusterStatus().brokers().stream()
                .filter(broker -> broker.servedShards() == 1)
                .map(BrokerStatus::id)
                .findFirst()
                .orElseThrow();
        ServerProcess to = Objects.requireNonNull(brokers.get(from.equals("broker-1") ? "broker-2" : "broker-1"));
        CompletableFuture<String> serves = to.nextLogLine(line -> line.contains(SERVES));
        CompletableFuture<String> inherits = to.nextLogLine(line -> line.contains(INHERITED));
        load.longestSilence();
        client.admin().drainBroker(from);
        serves.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        inherited += inherits.isDone() ? 1 : 0;
        // Whatever was under way at the move is among these.
        load.passes(PER_SECOND / 2, PATIENCE);
        client.admin().undrainBroker(from);
    }

    private List<Duration> first() {
        return silences.subList(0, FIRST_MOVES);
    }

    private List<Duration> after() {
        return silences.subList(FIRST_MOVES, silences.size());
    }

    private static String milliseconds(List<Duration> durations) {
        return durations.stream().map(Duration::toMillis).toList() + " ms";
    }

    private static String figures(List<Duration> durations) {
        List<Duration> sorted = new ArrayList<>(durations);
        Collections.sort(sorted);
        return "p50 %d ms, p99 %d ms, max %d ms"
                .formatted(
                        sorted.get((sorted.size() - 1) / 2).toMillis(),
                        sorted.get((int) Math.ceil(sorted.size() * 0.99) - 1).toMillis(),
                        sorted.get(sorted.size() - 1).toMillis());
    }

    private static void createCluster(String zooKeeper) throws Exception {
        try (ZooKeeperMetadataStore store = ZooKeeperMetadataStore.connect(ZooKeeperConfig.of(zooKeeper))) {
            ShardClass three = new ShardClass(ShardClass.DEFAULT_POOL, 3, 3, 2);
            new ClusterInit(store, Clock.systemUTC())
                    .create(List.of(ShardSet.ofFirst(1, ShardSet.DEFAULT, three)))
                    .get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        }
    }

    private ServerProcess broker(String id, ZooKeeperNode zooKeeper) throws Exception {
        return ServerProcess.start(ServerSettings.broker(directory.resolve(id), id, zooKeeper.connectString())
                .with("objects.store", "file:" + directory.resolve("objects")));
    }
}
