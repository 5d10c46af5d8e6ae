/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.integration;

import static org.assertj.core.api.Assertions.assertThat;

import io.varve.bookkeeper.LocalBookies;
import io.varve.client.VarveClient;
import io.varve.client.admin.ClusterStatus;
import io.varve.client.admin.NewTopic;
import io.varve.client.admin.ShardStatus;
import io.varve.client.producer.Producer;
import io.varve.client.producer.ProducerRecord;
import io.varve.client.record.RecordPosition;
import io.varve.client.record.Schema;
import io.varve.cluster.ClusterInit;
import io.varve.cluster.ShardClass;
import io.varve.cluster.ShardSet;
import io.varve.zookeeper.ZooKeeperConfig;
import io.varve.zookeeper.ZooKeeperMetadataStore;
import io.varve.zookeeper.ZooKeeperNode;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/** What partitions cost while nobody uses them, and how soon many of them are served again when their broker is killed. */
@Timeout(value = 10, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
@EnabledIfSystemProperty(named = "varve.long", matches = "true", disabledReason = "two minutes; -Dvarve.long runs it")
class ManyPartitionsTest {
    private static final int SHARDS = 64;
    /** Nobody moves shards for the sake of one more or less. */
    private static final int LEFT_UNEVEN = 1;

    private static final int IDLE_PARTITIONS = 10_000;
    private static final int KILLED_PARTITIONS = 1_000;
    private static final int IDLE_SECONDS = 60;
    private static final int KIB = 1024;
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final HttpClient http = HttpClient.newHttpClient();

    @TempDir
    private Path directory;

    private record Memory(double heapBytes, double directBytes) {}

    @Test
    void idlePartitionsTakeLittleMemoryAndNothingOfZooKeeper() throws Exception {
        withCluster(zooKeeper -> {
            try (ServerProcess broker = broker("broker-1", zooKeeper);
                    VarveClient client = broker.client()) {
                served(client);
                client.admin().createTopic(NewTopic.of("one", 1));
                client.admin().createTopic(NewTopic.of("warm", SHARDS));
                sendToEach(client, "warm", SHARDS);
                Memory before = memory(broker);
                long nodesBefore = zooKeeperSays(zooKeeper, "Node count: (\\d+)", 10);

                client.admin().createTopic(NewTopic.of("many", IDLE_PARTITIONS));
                sendToEach(client, "many", IDLE_PARTITIONS);

                Memory after = memory(broker);
                long nodesAfter = zooKeeperSays(zooKeeper, "Node count: (\\d+)", 10);
                System.out.printf(
                        "%d partitions with a record each: %.2f KiB of heap and %.2f KiB of direct memory a partition, "
                                + "%d more ZooKeeper nodes%n",
                        IDLE_PARTITIONS,
                        (after.heapBytes - before.heapBytes) / KIB / IDLE_PARTITIONS,
                        (after.directBytes - before.directBytes) / KIB / IDLE_PARTITIONS,
                        nodesAfter - nodesBefore);

                long writesBefore = zooKeeperSays(zooKeeper, "Zxid: 0x([0-9a-f]+)", 16);
                long idleSince = System.nanoTime();
                Eventually.holds("a minute is over", PATIENCE, () -> secondsSince(idleSince) >= IDLE_SECONDS);
                System.out.printf(
                        "%d s without load: %d writes to ZooKeeper%n",
                        IDLE_SECONDS, zooKeeperSays(zooKeeper, "Zxid: 0x([0-9a-f]+)", 16) - writesBefore);

                broker.sigkill();
                long killed = System.nanoTime();
                try (ServerProcess again = broker.startAgain()) {
                    assertThat(again.isAlive()).isTrue();
                    double ready = secondsSince(killed);
                    served(client);
                    System.out.printf(
                            "killed and started again: ready after %.1f s, all %d shards served after %.1f s%n",
                            ready, SHARDS, secondsSince(killed));
                    sendToEach(client, "many", IDLE_PARTITIONS);
                }
            }
        });
    }

    @Test
    void aThousandPartitionsOfAKilledBrokerAreServedByTheOther() throws Exception {
        withCluster(zooKeeper -> {
            try (ServerProcess first = broker("broker-1", zooKeeper);
                    ServerProcess second = broker("broker-2", zooKeeper);
                    VarveClient client = VarveClient.builder()
                            .servers(first.address() + "," + second.address())
                            .build()) {
                settled(client, 2);
                client.admin().createTopic(NewTopic.of("many", 2 * KILLED_PARTITIONS));
                sendToEach(client, "many", 2 * KILLED_PARTITIONS);

                first.sigkill();
                long killed = System.nanoTime();
                List<Double> seconds = sendToEach(client, "many", 2 * KILLED_PARTITIONS);
                seconds.sort(null);
                System.out.printf(
                        "killed with about half of %d partitions: every one took a record again, the median after %.2f s, the last "
                                + "after %.2f s; ZooKeeper's session lasts %d s%n",
                        2 * KILLED_PARTITIONS,
                        seconds.get(seconds.size() / 2),
                        seconds.get(seconds.size() - 1),
                        ZooKeeperConfig.of("any:1").sessionTimeout().toSeconds());
                assertThat(secondsSince(killed)).isLessThan((double) PATIENCE.toSeconds());
            }
        });
    }

    private interface Script {
        void run(ZooKeeperNode zooKeeper) throws Exception;
    }

    private void withCluster(Script script) throws Exception {
        try (ZooKeeperNode zooKeeper = ZooKeeperNode.start(directory.resolve("zookeeper"), 0);
                LocalBookies bookies = LocalBookies.start(
                        directory,
                        3,
                        "zk+hierarchical://" + zooKeeper.connectString() + "/ledgers",
                        Duration.ofMinutes(10))) {
            assertThat(bookies.nodes()).hasSize(3);
            try (ZooKeeperMetadataStore store =
                    ZooKeeperMetadataStore.connect(ZooKeeperConfig.of(zooKeeper.connectString()))) {
                ShardClass three = new ShardClass(ShardClass.DEFAULT_POOL, 3, 3, 2);
                new ClusterInit(store, Clock.systemUTC())
                        .create(List.of(ShardSet.ofFirst(SHARDS, ShardSet.DEFAULT, three)))
                        .get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
            }
            script.run(zooKeeper);
        }
    }

    private ServerProcess broker(String id, ZooKeeperNode zooKeeper) throws Exception {
        return ServerProcess.start(ServerSettings.broker(directory.resolve(id), id, zooKeeper.connectString())
                .with("cluster.balance-after", "1s")
                .with("objects.store", "file:" + directory.resolve("objects")));
    }

    /** Sends a record to each partition; after how many seconds each was acknowledged. */
    private static List<Double> sendToEach(VarveClient client, String topic, int partitions) throws Exception {
        long start = System.nanoTime();
        List<CompletableFuture<Double>> sent = new ArrayList<>();
        try (Producer<byte[]> producer = client.newProducer(Schema.bytes())
                .topic(topic)
                .deliveryTimeout(PATIENCE)
                .create()) {
            for (int partition = 0; partition < partitions; partition++) {
                CompletableFuture<RecordPosition> position =
                        producer.send(ProducerRecord.of(new byte[100]).partition(partition));
                sent.add(position.thenApply(stored -> secondsSince(start)));
            }
            List<Double> seconds = new ArrayList<>();
            for (CompletableFuture<Double> each : sent) {
                seconds.add(each.get(PATIENCE.toSeconds(), TimeUnit.SECONDS));
            }
            return seconds;
        }
    }

    private static void served(VarveClient client) throws Exception {
        settled(client, 1);
    }

    private static void settled(VarveClient client, int brokers) throws Exception {
        Eventually.holds("all shards are served by " + brokers, PATIENCE, () -> {
            ClusterStatus status = client.admin().clusterStatus();
            long shares = status.brokers().stream()
                    .filter(broker -> Math.abs(broker.servedShards() - SHARDS / brokers) <= LEFT_UNEVEN)
                    .count();
            return status.count(ShardStatus.State.SERVED) == SHARDS && shares == brokers;
        });
    }

    private Memory memory(ServerProcess broker) throws Exception {
        broker.collectGarbage();
        String metrics = http.send(
                        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + broker.httpPort() + "/metrics"))
                                .build(),
                        HttpResponse.BodyHandlers.ofString())
                .body();
        return new Memory(
                Double.parseDouble(find(metrics, "(?m)^jvm_memory_bytes_used\\{area=\"heap\",\\} (\\S+)$")),
                Double.parseDouble(find(metrics, "(?m)^varve_buffers_direct_bytes (\\S+)$")));
    }

    /** What the four letters {@code srvr} answer. */
    private static long zooKeeperSays(ZooKeeperNode zooKeeper, String pattern, int radix) throws IOException {
        int port = Integer.parseInt(zooKeeper.connectString().replaceFirst(".*:", ""));
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.getOutputStream().write("srvr".getBytes(StandardCharsets.US_ASCII));
            socket.getOutputStream().flush();
            String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
            return Long.parseLong(find(answer, pattern), radix);
        }
    }

    private static String find(String text, String pattern) {
        Matcher found = Pattern.compile(pattern).matcher(text);
        assertThat(found.find()).as(pattern + " in " + text).isTrue();
        return found.group(1);
    }

    private static double secondsSince(long startNanos) {
        return (System.nanoTime() - startNanos) / 1e9;
    }
}
