/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.integration;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.varve.bookkeeper.LocalBookies;
import io.varve.client.VarveClient;
import io.varve.client.admin.NewTopic;
import io.varve.client.producer.Producer;
import io.varve.client.producer.ProducerRecord;
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
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/** A job that was answered is done, and done once, though the broker that took it is killed in the middle. */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
@EnabledIfSystemProperty(named = "varve.long", matches = "true", disabledReason = "a minute; -Dvarve.long runs it")
class JobTakeoverTest {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final int SHARDS = 4;
    private static final int PARTITIONS = 4;
    private static final int OTHER_PARTITIONS = 3;
    private static final int KEYS = 50;
    private static final int RECORDS = 6_000;
    private static final int RATE = 200;

    @TempDir
    private Path directory;

    private final HttpClient http = HttpClient.newHttpClient();

    @Test
    void jobsOfAKilledBrokerAreDoneByTheOtherAndCopyEachRecordOnce() throws Exception {
        try (ZooKeeperNode zooKeeper = ZooKeeperNode.start(directory.resolve("zookeeper"), 0);
                LocalBookies bookies = LocalBookies.start(
                        directory,
                        1,
                        "zk+hierarchical://" + zooKeeper.connectString() + "/ledgers",
                        Duration.ofMinutes(10))) {
            assertThat(bookies.nodes()).hasSize(1);
            createCluster(zooKeeper.connectString());
            try (ServerProcess victim = broker("broker-1", zooKeeper);
                    ServerProcess other = broker("broker-2", zooKeeper);
                    VarveClient client = VarveClient.builder()
                            .servers(victim.address() + "," + other.address())
                            .build()) {
                Eventually.holds(
                        "both brokers serve shards",
                        PATIENCE,
                        () -> client.admin().clusterStatus().brokers().stream()
                                        .filter(broker -> broker.servedShards() > 0)
                                        .count()
                                == 2);
                somethingToCopy(client);
                killAmidst(client, victim, other);
                isCopiedOnce(client);
            }
        }
    }

    private static void somethingToCopy(VarveClient client) {
        client.admin().createTopic(NewTopic.of("orders", PARTITIONS));
        client.admin().createTopic(NewTopic.of("same", PARTITIONS));
        client.admin().createTopic(NewTopic.of("other", OTHER_PARTITIONS));
        try (Producer<String> producer =
                client.newProducer(Schema.string()).topic("orders").create()) {
            for (int i = 0; i < RECORDS; i++) {
                var unused = producer.send(ProducerRecord.of("value-" + i).key("key-" + i % KEYS));
            }
            producer.flush();
        }
    }

    private void killAmidst(VarveClient client, ServerProcess victim, ServerProcess other) throws Exception {
        CompletableFuture<String> takenOver =
                other.nextLogLine(line -> line.contains(" job begins ") && line.contains(" claim=2 "));
        String same = begin(victim, "same");
        String byKey = begin(victim, "other");
        // A checkpoint is up to two seconds old: there are copies that none tells of. And there is enough left for a
        // slow machine.
        Eventually.holds(
                "some are copied", PATIENCE, () -> records(client, "same") + records(client, "other") > RECORDS / 3);
        victim.sigkill();
        assertThat(get(other, "/jobs").path("jobs").findValuesAsText("job")).containsExactlyInAnyOrder(same, byKey);

        assertThat(takenOver.get(PATIENCE.toSeconds(), TimeUnit.SECONDS)).contains("process=broker-2/");
        for (String job : List.of(same, byKey)) {
            Eventually.holds("job " + job + " is over", PATIENCE, () -> !List.of("waiting", "running")
                    .contains(job(other, job).path("state").asText()));
            JsonNode done = job(other, job);
            assertThat(done.path("state").asText()).as(done.toString()).isEqualTo("done");
            assertThat(done.path("records").asInt()).isEqualTo(RECORDS);
            assertThat(done.path("offsetsLeft").asInt()).isZero();
        }
    }

    private static void isCopiedOnce(VarveClient client) throws Exception {
        List<ReceivedRecord<String>> orders = all(client, "orders");
        List<ReceivedRecord<String>> same = all(client, "same");
        List<ReceivedRecord<String>> other = all(client, "other");
        assertThat(orders).hasSize(RECORDS);
        assertThat(grouped(same, record -> "partition " + record.partition()))
                .isEqualTo(grouped(orders, record -> "partition " + record.partition()));
        assertThat(grouped(other, record -> record.keyText().orElseThrow()))
                .isEqualTo(grouped(orders, record -> record.keyText().orElseThrow()));
    }

    private static Map<String, List<String>> grouped(
            List<ReceivedRecord<String>> records, Function<ReceivedRecord<String>, String> group) {
        Map<String, List<String>> values = new TreeMap<>();
        records.forEach(record -> values.computeIfAbsent(group.apply(record), unused -> new ArrayList<>())
                .add(String.valueOf(record.value())));
        return values;
    }

    private static List<ReceivedRecord<String>> all(VarveClient client, String topic) throws Exception {
        long count = records(client, topic);
        List<ReceivedRecord<String>> records = new ArrayList<>();
        try (Reader<String> reader = client.newReader(Schema.string())
                .topic(topic)
                .from(StartPosition.earliest())
                .create()) {
            Eventually.holds("all of " + topic + " is read", PATIENCE, () -> {
                records.addAll(reader.poll(Duration.ofSeconds(1)));
                return records.size() >= count;
            });
        }
        return records;
    }

    private static long records(VarveClient client, String topic) {
        return client.admin().describeTopic(topic).partitions().stream()
                .mapToLong(partition -> partition.nextOffset())
                .sum();
    }

    private String begin(ServerProcess server, String target) throws Exception {
        String replay = "{\"target\":{\"topic\":\"" + target + "\"},\"rate\":" + RATE + "}";
        HttpResponse<String> begun = http.send(
                HttpRequest.newBuilder(uri(server, "/topics/orders/replay"))
                        .header("content-type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString(replay))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        assertThat(begun.statusCode()).as(begun.body()).isEqualTo(202);
        return MAPPER.readTree(begun.body()).path("job").asText();
    }

    private JsonNode job(ServerProcess server, String job) throws Exception {
        return get(server, "/jobs/" + job);
    }

    private JsonNode get(ServerProcess server, String path) throws Exception {
        HttpResponse<String> answer =
                http.send(HttpRequest.newBuilder(uri(server, path)).build(), HttpResponse.BodyHandlers.ofString());
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return MAPPER.readTree(answer.body());
    }

    private static URI uri(ServerProcess server, String path) {
        return URI.create("http://127.0.0.1:" + server.httpPort() + path);
    }

    private static void createCluster(String zooKeeper) throws Exception {
        try (ZooKeeperMetadataStore store = ZooKeeperMetadataStore.connect(ZooKeeperConfig.of(zooKeeper))) {
            ShardClass one = new ShardClass(ShardClass.DEFAULT_POOL, 1, 1, 1);
            new ClusterInit(store, Clock.systemUTC())
                    .create(List.of(ShardSet.ofFirst(SHARDS, ShardSet.DEFAULT, one)))
                    .get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        }
    }

    private ServerProcess broker(String id, ZooKeeperNode zooKeeper) throws Exception {
        ServerSettings settings = ServerSettings.broker(directory.resolve(id), id, zooKeeper.connectString())
                .with("cluster.balance-after", "1s")
                .with("objects.store", "file:" + directory.resolve("objects"));
        return ServerProcess.start(settings);
    }
}
