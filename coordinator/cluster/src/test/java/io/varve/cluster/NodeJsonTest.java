/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.cluster;

import static io.varve.cluster.TestCluster.EIGHT;
import static io.varve.cluster.TestCluster.assertRefused;
import static io.varve.cluster.TestCluster.broker;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.varve.protocol.error.ErrorCode;
import io.varve.protocol.name.TopicName;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The files next to this test are what clusters hold: a changed file is a changed format. */
class NodeJsonTest {
    private static final UUID ID = UUID.fromString("00112233-4455-6677-8899-aabbccddeeff");
    private static final long TIME = 1_767_225_600_000L;

    private record Sample<T>(String file, NodeJson<T> json, T content) {
        private Stream<DynamicTest> tests() {
            byte[] golden = golden(file);
            return Stream.of(
                    DynamicTest.dynamicTest(
                            file + " is written so", () -> assertThat(new String(json.encode(content), UTF_8))
                                    .isEqualToNormalizingNewlines(new String(golden, UTF_8).stripTrailing())),
                    DynamicTest.dynamicTest(file + " is read so", () -> assertThat(json.decode(file, golden))
                            .isEqualTo(content)),
                    DynamicTest.dynamicTest(file + " is refused when it is cut", () -> refusesEveryCut(golden)));
        }

        private void refusesEveryCut(byte[] golden) {
            String text = new String(golden, UTF_8).stripTrailing();
            IntStream.range(0, text.length())
                    .forEach(length -> assertRefused(
                            ErrorCode.DAMAGED,
                            file,
                            () -> json.decode(file, text.substring(0, length).getBytes(UTF_8))));
        }
    }

    private static byte[] golden(String file) {
        try (InputStream in = NodeJsonTest.class.getResourceAsStream(file)) {
            return in == null ? new byte[0] : in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static TopicRecord topic(TopicRecord.State state) {
        return new TopicRecord(
                ID,
                TopicName.parse("orders"),
                state,
                List.of(new MappingRow(EIGHT, 5_000_000_000_000_000_007L, 8, 0, 4)),
                Map.of(2, new PartitionOverride(7, new UUID(1, 2))),
                1,
                new TopicConfig(86_400_000, 1 << 30, 3_600_000, Map.of("colour", "blue")),
                3,
                1,
                TIME);
    }

    @TestFactory
    Stream<DynamicTest> nodes() {
        DeletedTopic deleted = new DeletedTopic(
                topic(TopicRecord.State.DELETING),
                new TreeSet<>(List.of(0, 7)),
                TIME,
                DeletedTopic.Stage.KEPT,
                TIME + 604_800_000);
        return Stream.of(
                        new Sample<>("cluster.json", ClusterNode.JSON, new ClusterNode(ID, 1, TIME, List.of(EIGHT))),
                        new Sample<>("broker.json", Broker.JSON, broker("b1", 4_503_599_627_370_497L)),
                        new Sample<>("controller.json", ControllerNode.JSON, new ControllerNode(7, "b1", 12)),
                        new Sample<>("draining.json", DrainMark.JSON, new DrainMark(TIME)),
                        new Sample<>("balance.json", BalanceOrder.JSON, new BalanceOrder(TIME)),
                        new Sample<>(
                                "assignment.json",
                                AssignmentBucket.JSON,
                                new AssignmentBucket(
                                        7,
                                        new TreeMap<>(Map.of(64, new Assignee("b1", 12), 65, new Assignee("b2", 13))),
                                        new TreeMap<>(Map.of(65, new Assignee("b1", 12))))),
                        new Sample<>(
                                "load.json",
                                LoadReport.JSON,
                                new LoadReport(12, new TreeMap<>(Map.of(7, 9_800_000L, 64, 0L)))),
                        new Sample<>("standby.json", StandbyNode.JSON, new StandbyNode("b1", 12, 3)),
                        new Sample<>(
                                "namespace.json",
                                NamespaceRecord.JSON,
                                NamespaceRecord.create(NamespaceName.DEFAULT, EIGHT, 1, TIME)),
                        new Sample<>("topic.json", StoredTopic.JSON, StoredTopic.of(topic(TopicRecord.State.ACTIVE))),
                        new Sample<>("deleted.json", DeletedTopic.Stored.JSON, DeletedTopic.Stored.of(deleted)))
                .flatMap(Sample::tests);
    }

    @Test
    void aDeletionWithoutAStageIsFinal() {
        DeletedTopic.Stored stored =
                DeletedTopic.Stored.JSON.decode("/deleted/x", golden("deleted-before-stages.json"));
        ClusterNode cluster = new ClusterNode(ID, 1, TIME, List.of(EIGHT));
        assertThat(stored.resolve(cluster).stage()).isEqualTo(DeletedTopic.Stage.FINAL);
    }

    @Test
    void anAssignmentWithoutStandbysHasNone() {
        AssignmentBucket bucket =
                AssignmentBucket.JSON.decode("/assignment/1", golden("assignment-before-standbys.json"));
        assertThat(bucket.shards()).hasSize(2);
        assertThat(bucket.standbys()).isEmpty();
    }

    @Test
    void aBrokerWithoutAPoolIsInTheDefaultOne() {
        byte[] node = new String(golden("broker.json"), UTF_8)
                .replace(",\n  \"pool\": \"default\"", "")
                .getBytes(UTF_8);
        assertThat(new String(node, UTF_8)).doesNotContain("pool");
        assertThat(Broker.JSON.decode("/brokers/b1", node)).isEqualTo(broker("b1", 4_503_599_627_370_497L));
    }

    @Test
    void aTopicWithoutADedupWindowHasNone() {
        byte[] node = new String(golden("topic.json"), UTF_8)
                .replace("    \"dedupWindowMs\": 3600000,\n", "")
                .getBytes(UTF_8);
        assertThat(new String(node, UTF_8)).doesNotContain("dedup");
        StoredTopic stored = StoredTopic.JSON.decode("/topics/x", node);
        ClusterNode cluster = new ClusterNode(ID, 1, TIME, List.of(EIGHT));
        assertThat(stored.resolve(cluster).config())
                .isEqualTo(new TopicConfig(86_400_000, 1 << 30, 0, Map.of("colour", "blue")));
    }

    @Test
    void pointerAndCounterAreWrittenSo() {
        assertThat(new String(TopicPointer.encode(TopicName.parse("orders")), UTF_8))
                .isEqualTo(new String(golden("topic-id.json"), UTF_8).stripTrailing());
        assertThat(TopicPointer.decode("/topic-ids/ff/x", golden("topic-id.json")))
                .isEqualTo(TopicName.parse("orders"));
        assertThat(new String(ProducerIds.firstBlock(), UTF_8))
                .isEqualTo(new String(golden("producer-ids.json"), UTF_8).stripTrailing());
    }

    @Test
    void storedTopicIsTheTopic() {
        ClusterNode cluster = new ClusterNode(ID, 1, TIME, List.of(EIGHT));
        TopicRecord topic = topic(TopicRecord.State.ACTIVE);
        assertThat(StoredTopic.of(topic).resolve(cluster)).isEqualTo(topic);
    }

    @Test
    void topicOfAnUnknownShardSetIsDamaged() {
        StoredTopic stored = StoredTopic.of(topic(TopicRecord.State.ACTIVE));
        ClusterNode other = new ClusterNode(ID, 1, TIME, List.of(ShardSet.ofFirst(4, "other", TestCluster.CLASS)));
        assertThat(stored.isCoveredBy(other)).isFalse();
        assertRefused(ErrorCode.DAMAGED, "unknown shard set default", () -> stored.resolve(other));
    }

    @Test
    void unknownFieldsAreIgnored() {
        byte[] bytes = "{\"version\":1,\"epoch\":7,\"brokerId\":\"b1\",\"incarnation\":12,\"later\":{\"a\":[1]}}"
                .getBytes(UTF_8);
        assertThat(ControllerNode.JSON.decode("/controller", bytes)).isEqualTo(new ControllerNode(7, "b1", 12));
    }

    @Test
    void higherVersionIsRefusedByName() {
        byte[] bytes = "{\"version\":2,\"epoch\":7}".getBytes(UTF_8);
        assertRefused(
                ErrorCode.UNSUPPORTED_VERSION,
                "/controller has format version 2, this broker reads up to 1",
                () -> ControllerNode.JSON.decode("/controller", bytes));
    }

    @Test
    void whatIsNoNodeIsDamaged() {
        for (String text : List.of(
                "",
                "null",
                "[]",
                "{}",
                "{\"version\":0}",
                "{\"version\":1}",
                "{\"version\":1,\"epoch\":\"x\"}",
                "\u0000")) {
            assertRefused(
                    ErrorCode.DAMAGED,
                    "/controller",
                    () -> ControllerNode.JSON.decode("/controller", text.getBytes(UTF_8)));
        }
    }
}
