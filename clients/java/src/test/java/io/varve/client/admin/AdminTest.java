/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.client.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.varve.client.VarveClient;
import io.varve.client.consumer.StreamConsumer;
import io.varve.client.fake.FakeCluster;
import io.varve.client.fake.Fault;
import io.varve.client.producer.Producer;
import io.varve.client.producer.ProducerRecord;
import io.varve.client.reader.StartPosition;
import io.varve.client.record.RecordPosition;
import io.varve.client.record.Schema;
import io.varve.client.record.TopicPartition;
import io.varve.protocol.error.ErrorCode;
import io.varve.protocol.error.VarveException;
import io.varve.protocol.frame.CommandType;
import io.varve.protocol.partition.MovedKeys;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class AdminTest {
    private final FakeCluster cluster = new FakeCluster(2);
    private final VarveClient client = cluster.client(Duration.ofMillis(1_500));
    private final Admin admin = client.admin();

    @AfterEach
    void close() {
        client.close(Duration.ofMillis(100));
        cluster.close();
    }

    @Test
    void createsListsDescribesAndDeletesTopics() {
        TopicSummary created = admin.createTopic(NewTopic.of("orders", 3)
                .retention(Duration.ofDays(30))
                .retentionBytes(10)
                .dedupWindow(Duration.ofDays(1)));
        assertThat(created.name()).isEqualTo("orders");
        assertThat(created.retention()).contains(Duration.ofDays(30));
        assertThat(created.retentionBytes()).isEqualTo(OptionalLong.of(10));
        assertThat(created.dedupWindow()).contains(Duration.ofDays(1));
        admin.createTopic(NewTopic.of("t/n/orders", 1).retention(NewTopic.FOR_EVER));
        for (String name : new String[] {"a", "b", "c", "d"}) {
            admin.createTopic(NewTopic.of(name, 1));
        }
        assertThat(admin.listTopics(""))
                .extracting(TopicSummary::name)
                .containsExactly("a", "b", "c", "d", "orders", "t/n/orders");
        assertThat(admin.listTopics("o")).containsExactly(created);
        assertThat(admin.listTopics("t/"))
                .extracting(TopicSummary::retention)
                .containsExactly(Optional.of(NewTopic.FOR_EVER));

        cluster.move("orders", 2, 1);
        send("orders", 2, "v");
        TopicDescription described = admin.describeTopic("orders");
        assertThat(described.summary()).isEqualTo(created);
        assertThat(described.partitions())
                .extracting(PartitionDescription::nextOffset)
                .containsExactly(0L, 0L, 1L);
        assertThat(described.partitions().get(2).owner())
                .hasToString(cluster.broker(1).address());

        assertThat(admin.sealTopic("orders", true)).containsExactly(0);
        assertThat(admin.sealTopic("orders")).containsExactly(0, 1, 2);
        admin.deleteTopic("orders");
        assertCode(() -> admin.describeTopic("orders"), ErrorCode.TOPIC_NOT_FOUND);
        assertCode(() -> admin.deleteTopic("orders"), ErrorCode.TOPIC_NOT_FOUND);
    }

    @Test
    void refusesWhatIsThereAlreadyAndNamesThatAreNone() {
        admin.createTopic(NewTopic.of("orders", 1));
        assertCode(() -> admin.createTopic(NewTopic.of("orders", 1)), ErrorCode.TOPIC_EXISTS);
        assertCode(() -> admin.createTopic(NewTopic.of("a b", 1)), ErrorCode.INVALID_NAME);
    }

    @Test
    void aTopicWhoseAnswerWasLostCountsAsCreatedIfItIsAsItWasAskedFor() {
        cluster.rule(CommandType.CREATE_TOPIC, Fault.Rule.first(1, Fault.APPLY_AND_CUT));
        assertThat(admin.createTopic(NewTopic.of("orders", 2)).partitions()).isEqualTo(2);
        assertThat(cluster.count(CommandType.CREATE_TOPIC)).isEqualTo(1);
    }

    @Test
    void aChangeWhoseAnswerWasLostIsAnUnknownOutcome() {
        cluster.rule(CommandType.CREATE_TOPIC, Fault.Rule.always(Fault.CUT));
        assertCode(() -> admin.createTopic(NewTopic.of("orders", 2)), ErrorCode.UNKNOWN_OUTCOME);
        cluster.topic("orders", 1);
        cluster.rule(CommandType.DELETE_TOPIC, Fault.Rule.always(Fault.APPLY_AND_FORGET));
        assertCode(() -> admin.deleteTopic("orders"), ErrorCode.UNKNOWN_OUTCOME);
    }

    @Test
    void asksAgainWhileItHelps() {
        cluster.topic("orders", 1);
        cluster.rule(CommandType.GET_TOPIC, Fault.Rule.first(2, Fault.error(ErrorCode.UNAVAILABLE)));
        cluster.rule(CommandType.DESCRIBE_PARTITIONS, Fault.Rule.first(1, Fault.CUT));
        assertThat(admin.describeTopic("orders").partitions()).hasSize(1);
        cluster.rule(CommandType.GET_TOPIC, Fault.Rule.first(1, Fault.IGNORE));
        assertThat(admin.describeTopic("orders").partitions()).hasSize(1);
    }

    @Test
    void asksTheNextServerWhenOneIsGone() {
        cluster.topic("orders", 1);
        cluster.move("orders", 0, 1);
        cluster.broker(0).stop();
        assertThat(admin.describeTopic("orders").partitions()).hasSize(1);
    }

    @Test
    void givesUpWithItsTimeoutAndSaysWhatWasWrong() {
        cluster.rule(CommandType.LIST_BROKERS, Fault.Rule.always(Fault.error(ErrorCode.UNAVAILABLE)));
        assertThatThrownBy(admin::listBrokers).isInstanceOfSatisfying(VarveException.class, failure -> {
            assertThat(failure.code()).isEqualTo(ErrorCode.TIMEOUT);
            assertThat(failure).hasMessageContaining("1500 ms").hasMessageContaining("UNAVAILABLE");
        });
        cluster.broker(0).stop();
        cluster.broker(1).stop();
        assertCode(admin::listBrokers, ErrorCode.UNREACHABLE);
    }

    @Test
    void aClosedClientAnswersNothing() {
        cluster.rule(CommandType.LIST_BROKERS, Fault.Rule.always(Fault.HOLD));
        var waiting = admin.listBrokersAsync();
        client.close();
        assertCode(waiting::join, ErrorCode.CLOSED);
        assertCode(admin::listBrokers, ErrorCode.CLOSED);
    }

    @Test
    void findsOffsetsAndPlansReplays() {
        cluster.topic("orders", 1);
        send("orders", 0, "a");
        send("orders", 0, "b");
        assertThat(admin.findOffset("orders", 0, StartPosition.earliest())).isEqualTo(new OffsetAt(0, 0, 2, false));
        assertThat(admin.findOffset("orders", 0, StartPosition.latest()).offset())
                .isEqualTo(2);
        OffsetAt later =
                admin.findOffset("orders", 0, StartPosition.at(Instant.now().plusSeconds(60)));
        assertThat(later.atEnd()).isTrue();
        assertCode(() -> admin.findOffset("orders", 5, StartPosition.latest()), ErrorCode.PARTITION_NOT_FOUND);
        cluster.inObject("orders", 0, "v1/fake", 0, 1);
        ReplayPlan plan = admin.planReplay("orders", 0, 0, -1);
        assertThat(plan.endOffset()).isEqualTo(2);
        assertThat(plan.ranges()).extracting(ReplayPlan.Range::objectKey).containsExactly("v1/fake");
    }

    @Test
    void describesAGroupWithItsLag() {
        cluster.topic("orders", 2);
        Instant hourAgo = Instant.now().minusSeconds(3_600);
        try (Producer<String> producer =
                client.newProducer(Schema.string()).topic("orders").create()) {
            for (int i = 0; i < 10; i++) {
                producer.send(ProducerRecord.of("v").partition(0).eventTime(hourAgo.plusSeconds(i)))
                        .join();
            }
        }
        TopicPartition first = new TopicPartition("orders", 0);
        try (StreamConsumer<String> consumer = client.newStreamConsumer(Schema.string())
                .group("billing")
                .topics("orders")
                .create()) {
            while (consumer.assignment().size() < 2) {
                consumer.poll(Duration.ofMillis(20));
            }
            consumer.commitSync(Map.of(first, 4L));

            assertThat(admin.listGroups("orders"))
                    .extracting(GroupSummary::name)
                    .containsExactly("billing");
            GroupDescription group = admin.describeGroup("billing");
            assertThat(group.members()).hasSize(1);
            assertThat(group.members().get(0).clientId()).isEqualTo("test");
            assertThat(group.members().get(0).assigned()).hasSize(2);
            GroupPartition behind = group.partitions().get(0);
            assertThat(behind.partition()).isEqualTo(first);
            assertThat(behind.memberId()).contains(consumer.memberId());
            assertThat(behind.committedOffset()).isEqualTo(4);
            assertThat(behind.lagRecords()).isEqualTo(6);
            assertThat(behind.lagTime().orElseThrow()).isBetween(Duration.ofSeconds(3_500), Duration.ofSeconds(3_700));
            GroupPartition empty = group.partitions().get(1);
            assertThat(empty.committedOffset()).isEqualTo(-1);
            assertThat(empty.lagTime()).contains(Duration.ZERO);
        }
        // Without members the topic is found by its id alone.
        assertThat(admin.describeGroup("billing").partitions())
                .extracting(GroupPartition::partition)
                .containsExactly(first);
        admin.deleteGroup("billing");
        assertCode(() -> admin.describeGroup("billing"), ErrorCode.GROUP_NOT_FOUND);
    }

    @Test
    void aSeekMovesAGroupThatIsBeingRead() {
        cluster.topic("orders", 1);
        for (String value : List.of("a", "b", "c")) {
            send("orders", 0, value);
        }
        try (StreamConsumer<String> consumer = client.newStreamConsumer(Schema.string())
                .group("billing")
                .topics("orders")
                .autoCommit(Duration.ofMillis(1))
                .create()) {
            assertThat(read(consumer, 3)).containsExactly("a", "b", "c");
            consumer.commitSync();

            assertThat(admin.seekGroup("billing", "orders", List.of(), StartPosition.at(1), true))
                    .containsExactly(new ProgressMove(0, OptionalLong.of(3), 1, -2));
            assertThat(cluster.groups().committed("billing", "orders", 0)).isEqualTo(3);
            assertThat(admin.seekGroup("billing", "orders", List.of(0), StartPosition.at(1), false))
                    .containsExactly(new ProgressMove(0, OptionalLong.of(3), 1, -2));

            assertThat(read(consumer, 2)).containsExactly("b", "c");
        }
        assertCode(
                () -> admin.seekGroup("billing", "orders", List.of(), StartPosition.at(4), false),
                ErrorCode.OFFSET_OUT_OF_RANGE);
        assertCode(
                () -> admin.seekGroup("billing", "orders", List.of(1), StartPosition.latest(), false),
                ErrorCode.PARTITION_NOT_FOUND);
        assertCode(
                () -> admin.seekGroup("nobody", "orders", List.of(), StartPosition.latest(), false),
                ErrorCode.GROUP_NOT_FOUND);
    }

    private static List<String> read(StreamConsumer<String> consumer, int count) {
        List<String> values = new ArrayList<>();
        while (values.size() < count) {
            consumer.poll(Duration.ofMillis(20)).forEach(record -> values.add(record.value()));
        }
        return values;
    }

    @Test
    void aTopicGrowsUnderAProducerAndAConsumerThatAreAtWork() {
        cluster.topic("orders", 1);
        try (Producer<String> producer = client.newProducer(Schema.string())
                        .topic("orders")
                        .topicRefresh(Duration.ofMillis(10))
                        .create();
                StreamConsumer<String> consumer = client.newStreamConsumer(Schema.string())
                        .group("billing")
                        .topics("orders")
                        .create()) {
            producer.send("before").join();
            assertThat(read(consumer, 1)).containsExactly("before");

            AlteredTopic altered = admin.alterTopic("orders", TopicChange.of().partitions(3), false);
            assertThat(altered.partitionsBefore()).isEqualTo(1);
            assertThat(altered.topic().partitions()).isEqualTo(3);
            assertThat(altered.movedKeys()).isEqualTo(new MovedKeys(2, 3));

            RecordPosition position = null;
            while (position == null) {
                position = producer.send(ProducerRecord.of("after").partition(2))
                        .exceptionally(notYet -> null)
                        .join();
            }
            assertThat(position.partition()).isEqualTo(2);
            cluster.groups().refresh("billing");
            assertThat(read(consumer, 1)).containsExactly("after");
        }
        assertCode(() -> admin.alterTopic("orders", TopicChange.of().partitions(0), false), ErrorCode.INVALID_ARGUMENT);
    }

    @Test
    void aDeletedTopicIsListedAndRestored() {
        TopicSummary orders = admin.createTopic(NewTopic.of("orders", 3));
        assertThat(admin.deleteTopic("orders", false, true).isRestorable()).isTrue();
        assertThat(admin.listTopics("")).containsExactly(orders);
        DeletedTopic deleted = admin.deleteTopic("orders");
        assertThat(deleted.id()).isEqualTo(orders.id());
        assertThat(admin.listDeletedTopics()).containsExactly(deleted);
        assertThat(admin.restoreTopic("orders", Optional.empty())).isEqualTo(orders);
        assertThat(admin.listDeletedTopics()).isEmpty();

        admin.deleteTopic("orders");
        admin.createTopic(NewTopic.of("orders", 1));
        admin.deleteTopic("orders");
        assertCode(() -> admin.restoreTopic("orders", Optional.empty()), ErrorCode.INVALID_ARGUMENT);
        assertThat(admin.restoreTopic(orders.id().toString(), Optional.empty())).isEqualTo(orders);
        assertThat(admin.deleteTopic("orders", true, false).isRestorable()).isFalse();
        assertCode(() -> admin.restoreTopic("none", Optional.empty()), ErrorCode.TOPIC_NOT_FOUND);
    }

    @Test
    void aDeletedTopicIsPurgedByItsNameOrItsId() {
        TopicSummary orders = admin.createTopic(NewTopic.of("orders", 3));
        admin.deleteTopic("orders");
        DeletedTopic doomed = admin.purgeTopic("orders", true);
        assertThat(doomed.id()).isEqualTo(orders.id());
        assertThat(doomed.isRestorable()).isFalse();
        assertThat(admin.listDeletedTopics()).hasSize(1);
        assertThat(admin.purgeTopic(orders.id().toString(), false)).isEqualTo(doomed);
        assertThat(admin.listDeletedTopics()).isEmpty();
        assertCode(() -> admin.purgeTopic("orders", false), ErrorCode.TOPIC_NOT_FOUND);
        assertCode(() -> admin.purgeTopic(orders.id().toString(), true), ErrorCode.TOPIC_NOT_FOUND);
    }

    @Test
    void aNamespaceIsDescribedAndItsDeletionRehearsed() {
        Namespace created = admin.createNamespace("acme/billing");
        assertThat(admin.describeNamespace("acme/billing")).isEqualTo(created);
        admin.deleteNamespace("acme/billing", true);
        assertThat(admin.listNamespaces("acme")).contains(created);
        admin.deleteNamespace("acme/billing");
        assertCode(() -> admin.describeNamespace("acme/billing"), ErrorCode.NAMESPACE_NOT_FOUND);
        assertCode(() -> admin.deleteNamespace("acme/billing", true), ErrorCode.NAMESPACE_NOT_FOUND);
        assertCode(() -> admin.describeNamespace("acme"), ErrorCode.INVALID_NAME);
    }

    @Test
    void saysWhereRecordsAreStoredPageAfterPage() {
        cluster.topic("orders", 2);
        List<StoredRange> ranges = admin.describeSegments("orders");
        assertThat(ranges).hasSize(8);
        assertThat(ranges.subList(0, 3))
                .extracting(range -> range.objectKey().orElseThrow())
                .containsExactly("v1/object-0", "v1/object-10", "v1/object-20");
        assertThat(ranges.get(7))
                .isEqualTo(
                        new StoredRange(1, 20, 35, 150, OptionalLong.of(7), Optional.empty(), Instant.ofEpochMilli(2)));
        assertThat(admin.listShards()).extracting(ShardDescription::shard).containsExactly(0, 1);
        assertThat(admin.listShards().get(1).owner()).isEmpty();
    }

    @Test
    void saysHowTheClusterStandsAndMovesShards() {
        ClusterStatus status = admin.clusterStatus();
        String second = status.brokers().get(1).id();
        assertThat(status.controller()).contains(status.brokers().get(0).id());
        assertThat(status.brokers()).extracting(BrokerStatus::servedShards).containsExactly(1, 1, 0);
        assertThat(status.brokers().get(2).address()).isEmpty();
        assertThat(status.shards())
                .contains(new ShardStatus(
                        1,
                        "default",
                        7,
                        ShardStatus.State.SERVED,
                        Optional.of(second),
                        Optional.of(second),
                        2,
                        3,
                        OptionalLong.of(9_800_000)));
        assertThat(status.shards()).extracting(ShardStatus::lacksCopies).containsExactly(false, true);
        assertThat(status.brokers())
                .extracting(BrokerStatus::loadBytesPerSecond)
                .containsExactly(OptionalLong.of(41_200_000), OptionalLong.of(41_200_000), OptionalLong.empty());
        assertThat(status.bookies()).contains(new BookieStatus(2, 3, OptionalLong.empty()));
        assertThat(status.metadataLatency()).isEqualTo(Duration.ofNanos(1_500_000));
        assertThat(status.isSettled()).isTrue();
        ShardMove move = new ShardMove(
                1, "broker-0", "broker-1", ShardMove.Reason.BALANCE, "broker-0 has 2 shards, broker-1 has 0");
        assertThat(admin.planMoves()).containsExactly(move);
        assertThat(admin.applyMoves()).containsExactly(move);
    }

    @Test
    void aBrokerIsDrainedInItsOwnTime() {
        String id = admin.listBrokers().get(1).id();
        assertThat(admin.drainBroker(id)).isEqualTo(new DrainProgress(id, true, 1));
        assertThat(admin.drainBroker(id).isSafeToStop()).isTrue();
        assertThat(admin.clusterStatus().brokers().get(1).drainingSince()).contains(Instant.ofEpochMilli(1));
        assertThat(admin.undrainBroker(id).isDraining()).isFalse();
        assertCode(() -> admin.drainBroker("x"), ErrorCode.INVALID_ARGUMENT);
    }

    @Test
    void unitesWhatTheBrokersKnowOfTiering() {
        TierStatus status = admin.tierStatus();
        assertThat(status.segments()).extracting(Segment::shard).containsExactly(0, 1);
        assertThat(status.objects()).isEqualTo(2);
        assertThat(status.objectStores()).containsExactly("file:objects");
        assertThat(admin.listBrokers()).hasSize(2);
    }

    private void send(String topic, int partition, String value) {
        try (Producer<String> producer =
                client.newProducer(Schema.string()).topic(topic).create()) {
            producer.send(ProducerRecord.of(value).partition(partition)).join();
        }
    }

    private static void assertCode(Runnable call, ErrorCode code) {
        assertThatThrownBy(call::run).satisfies(thrown -> {
            Throwable failure = thrown instanceof VarveException ? thrown : thrown.getCause();
            assertThat(failure).isInstanceOfSatisfying(VarveException.class, varve -> assertThat(varve.code())
                    .isEqualTo(code));
        });
    }
}
