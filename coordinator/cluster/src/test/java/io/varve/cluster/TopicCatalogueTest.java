/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.cluster;

import static io.varve.cluster.TestCluster.CLOCK;
import static io.varve.cluster.TestCluster.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import io.varve.metadata.MemoryMetadataStore;
import io.varve.protocol.error.ErrorCode;
import io.varve.protocol.name.TopicName;
import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TopicCatalogueTest {
    private static final TopicName ORDERS = TopicName.parse("orders");

    private final TestCluster cluster = new TestCluster();
    private final MemoryMetadataStore store = cluster.connect();
    private final TopicCatalogue catalogue = catalogue(store);

    private static TopicCatalogue catalogue(MemoryMetadataStore store) {
        return new TopicCatalogue(store, new ClusterReader(store), new Namespaces(store), CLOCK, Duration.ofDays(7));
    }

    /** A catalogue of another broker, whose watches stand. */
    private TopicCatalogue other(MemoryMetadataStore session) {
        TopicCatalogue other = catalogue(session);
        cluster.tasks.runAll();
        return other;
    }

    private <T> T await(CompletableFuture<T> future) {
        return cluster.tasks.await(future);
    }

    private TopicRecord create(String name) {
        return await(catalogue.create(TopicName.parse(name), 4, TopicConfig.DEFAULT));
    }

    private List<String> names(TopicPage page) {
        return page.topics().stream().map(topic -> topic.name().topic()).toList();
    }

    @BeforeEach
    void connect() {
        cluster.tasks.runAll();
    }

    @Test
    void partitionsGrowAndThoseThatWereStayWhereTheyAre() {
        TopicRecord created = create("orders");
        AlteredTopic altered = await(catalogue.alter(ORDERS, more(6), false));
        assertThat(altered.before()).isEqualTo(created);
        TopicRecord after = await(catalogue.get(created.topicId()));
        assertThat(altered.after()).isEqualTo(after);
        assertThat(after.partitions()).isEqualTo(6);
        assertThat(after.keyMappingEpoch()).isEqualTo(1);
        assertThat(after.mapping()).hasSize(1);
        for (int partition = 0; partition < 4; partition++) {
            assertThat(after.shardOf(partition)).isEqualTo(created.shardOf(partition));
        }
        assertRefused(ErrorCode.INVALID_ARGUMENT, "only grow", () -> await(catalogue.alter(ORDERS, more(5), false)));
        assertRefused(
                ErrorCode.TOPIC_NOT_FOUND,
                "none",
                () -> await(catalogue.alter(TopicName.parse("none"), more(5), false)));
    }

    @Test
    void aDryRunChangesNothingAndALostReplyIsNotTwoChanges() {
        TopicRecord created = create("orders");
        assertThat(await(catalogue.alter(ORDERS, more(8), true)).after().partitions())
                .isEqualTo(8);
        assertThat(await(catalogue.get(ORDERS))).isEqualTo(created);

        store.loseNextReply();
        AlteredTopic altered = await(catalogue.alter(
                ORDERS,
                new TopicChange(
                        OptionalInt.of(8), OptionalLong.of(1_000), OptionalLong.empty(), OptionalLong.of(60_000)),
                false));
        assertThat(altered.before()).isEqualTo(created);
        assertThat(altered.after().keyMappingEpoch()).isEqualTo(1);
        assertThat(altered.after().config()).isEqualTo(TopicConfig.DEFAULT.with(1_000, 0, 60_000));
        assertThat(altered.after().configVersion()).isEqualTo(1);
        assertThat(await(catalogue.get(ORDERS))).isEqualTo(altered.after());
    }

    private static TopicChange more(int partitions) {
        return new TopicChange(
                OptionalInt.of(partitions), OptionalLong.empty(), OptionalLong.empty(), OptionalLong.empty());
    }

    @Test
    void createdTopicIsFoundByNameAndById() {
        TopicRecord created = await(catalogue.create(ORDERS, 4, new TopicConfig(1000, 2000)));
        assertThat(created.partitions()).isEqualTo(4);
        assertThat(created.createdMs()).isEqualTo(CLOCK.millis());
        assertThat(created.config()).isEqualTo(new TopicConfig(1000, 2000));
        assertThat(await(catalogue.get(ORDERS))).isEqualTo(created);
        assertThat(await(catalogue.get(created.topicId()))).isEqualTo(created);
        TopicCatalogue other = other(cluster.connect());
        assertThat(await(other.get(created.topicId()))).isEqualTo(created);
        assertThat(await(other.get(ORDERS))).isEqualTo(created);
    }

    @Test
    void takenNameIsRefused() {
        TopicRecord first = create("orders");
        assertRefused(ErrorCode.TOPIC_EXISTS, "orders", () -> create("orders"));
        assertThat(await(catalogue.get(ORDERS))).isEqualTo(first);
    }

    @Test
    void unknownNameAndIdAreNotFound() {
        UUID id = UUID.randomUUID();
        assertRefused(ErrorCode.TOPIC_NOT_FOUND, "orders", () -> await(catalogue.get(ORDERS)));
        assertRefused(ErrorCode.TOPIC_NOT_FOUND, id.toString(), () -> await(catalogue.get(id)));
        assertRefused(ErrorCode.TOPIC_NOT_FOUND, "orders", () -> await(catalogue.delete(ORDERS, true, false)));
    }

    @Test
    void unknownNamespaceIsRefused() {
        assertRefused(ErrorCode.NAMESPACE_NOT_FOUND, "acme/sales", () -> create("acme/sales/orders"));
    }

    @Test
    void partitionCountOutsideItsBoundsIsRefused() {
        assertRefused(
                ErrorCode.INVALID_ARGUMENT,
                "10001",
                () -> await(catalogue.create(ORDERS, 10_001, TopicConfig.DEFAULT)));
        assertRefused(ErrorCode.TOPIC_NOT_FOUND, "orders", () -> await(catalogue.get(ORDERS)));
    }

    @Test
    void createWhoseReplyWasLostSucceeds() {
        store.loseNextReply();
        TopicRecord created = create("orders");
        assertThat(await(other(cluster.connect()).get(ORDERS))).isEqualTo(created);
    }

    @Test
    void createWhoseRequestWasLostIsDoneAgain() {
        store.loseNextRequest();
        TopicRecord created = create("orders");
        assertThat(await(other(cluster.connect()).get(ORDERS))).isEqualTo(created);
    }

    @Test
    void createWhoseReplyWasLostInAnOutageIsUnknown() {
        create("before");
        store.loseNextReply();
        CompletableFuture<TopicRecord> create = catalogue.create(ORDERS, 4, TopicConfig.DEFAULT);
        cluster.tasks.runNext();
        cluster.tasks.runNext();
        cluster.tasks.runNext();
        // The name was free, the namespace open; the change is on its way.
        store.suspend();
        assertRefused(ErrorCode.UNKNOWN_OUTCOME, "orders", () -> await(create));
    }

    @Test
    void outageIsUnavailableAndWhatWasReadStaysKnown() {
        TopicRecord created = create("orders");
        await(catalogue.get(ORDERS));
        store.suspend();
        assertThat(await(catalogue.get(ORDERS))).isEqualTo(created);
        assertRefused(ErrorCode.UNAVAILABLE, "other", () -> await(catalogue.get(TopicName.parse("other"))));
        assertRefused(ErrorCode.UNAVAILABLE, "other", () -> create("other"));
    }

    @Test
    void knownAnswersOnlyFromWhatWasRead() {
        UUID id = create("orders").topicId();
        assertThat(catalogue.known(id)).isEmpty();
        TopicRecord read = await(catalogue.get(id));
        assertThat(catalogue.known(id)).contains(read);
        await(other(cluster.connect()).delete(ORDERS, true, false));
        assertThat(catalogue.known(id)).isEmpty();
    }

    @Test
    void deletedNameIsFreeAtOnceAndRecreatedUnderAnotherId() {
        TopicRecord first = create("orders");
        await(catalogue.get(first.topicId()));
        DeletedTopic deleted = await(catalogue.delete(ORDERS, true, false));
        assertThat(deleted.topic().topicId()).isEqualTo(first.topicId());
        assertThat(deleted.topic().state()).isEqualTo(TopicRecord.State.DELETING);
        assertThat(deleted.pendingShards()).isEqualTo(first.shards());
        assertRefused(ErrorCode.TOPIC_NOT_FOUND, "orders", () -> await(catalogue.get(ORDERS)));
        TopicRecord second = create("orders");
        assertThat(second.topicId()).isNotEqualTo(first.topicId());
        assertThat(await(catalogue.get(ORDERS))).isEqualTo(second);
        assertRefused(ErrorCode.TOPIC_NOT_FOUND, "", () -> await(catalogue.get(first.topicId())));
    }

    @Test
    void otherBrokersSeeADeletionThroughTheirWatch() {
        TopicRecord first = create("orders");
        TopicCatalogue other = other(cluster.connect());
        assertThat(await(other.get(ORDERS))).isEqualTo(first);
        await(catalogue.delete(ORDERS, true, false));
        TopicRecord second = create("orders");
        assertThat(await(other.get(ORDERS))).isEqualTo(second);
        assertThat(await(other.get(second.topicId()))).isEqualTo(second);
    }

    @Test
    void brokerThatWasCutOffReadsAgainWhenItIsBack() {
        TopicRecord first = create("orders");
        MemoryMetadataStore cutOff = cluster.connect();
        TopicCatalogue other = other(cutOff);
        assertThat(await(other.get(ORDERS))).isEqualTo(first);
        cutOff.suspend();
        await(catalogue.delete(ORDERS, true, false));
        assertThat(await(other.get(ORDERS))).isEqualTo(first);
        cutOff.resume();
        cluster.tasks.runAll();
        assertRefused(ErrorCode.TOPIC_NOT_FOUND, "orders", () -> await(other.get(ORDERS)));
    }

    @Test
    void deleteWhoseReplyWasLostSucceeds() {
        TopicRecord topic = create("orders");
        store.loseNextReply();
        assertThat(await(catalogue.delete(ORDERS, true, false)).topic().topicId())
                .isEqualTo(topic.topicId());
        assertRefused(ErrorCode.TOPIC_NOT_FOUND, "orders", () -> await(catalogue.get(ORDERS)));
    }

    @Test
    void deleteWhoseRequestWasLostIsDoneAgain() {
        create("orders");
        store.loseNextRequest();
        await(catalogue.delete(ORDERS, true, false));
        assertRefused(ErrorCode.TOPIC_NOT_FOUND, "orders", () -> await(catalogue.get(ORDERS)));
    }

    @Test
    void listIsSortedAndPaged() {
        List.of("b", "c.1", "a", "c", "d").forEach(this::create);
        TopicPage first = await(catalogue.list(NamespaceName.DEFAULT, "", "", 3));
        assertThat(names(first)).containsExactly("a", "b", "c");
        assertThat(first.more()).isTrue();
        TopicPage rest = await(catalogue.list(NamespaceName.DEFAULT, "", "c", 3));
        assertThat(names(rest)).containsExactly("c.1", "d");
        assertThat(rest.more()).isFalse();
        assertThat(names(await(catalogue.list(NamespaceName.DEFAULT, "c", "", 10))))
                .containsExactly("c", "c.1");
        assertThat(names(await(catalogue.list(new NamespaceName("no", "body"), "", "", 10))))
                .isEmpty();
    }

    @Test
    void listHasBounds() {
        assertRefused(
                ErrorCode.INVALID_ARGUMENT, "limit 0", () -> await(catalogue.list(NamespaceName.DEFAULT, "", "", 0)));
        assertRefused(
                ErrorCode.INVALID_ARGUMENT,
                "limit 1001",
                () -> await(catalogue.list(NamespaceName.DEFAULT, "", "", 1001)));
    }

    @Test
    void topicOfAShardSetThatGrewIsReadWithTheNewShards() {
        create("orders");
        TopicCatalogue other = other(cluster.connect());
        await(other.get(ORDERS));
        MemoryMetadataStore operator = cluster.connect();
        ShardSet grown = ShardSet.ofFirst(16, ShardSet.DEFAULT, TestCluster.CLASS);
        ClusterNode node = new ClusterNode(cluster.node.clusterId(), 1, 0, List.of(grown));
        await(operator.compareAndSet(ClusterPaths.CLUSTER, ClusterNode.JSON.encode(node), 0));
        assertThat(create("wide").mapping().get(0).shardCount()).isEqualTo(16);
        assertThat(await(other.get(TopicName.parse("wide"))).mapping().get(0).shardCount())
                .isEqualTo(16);
        assertThat(await(other.get(ORDERS)).mapping().get(0).shardCount()).isEqualTo(8);
    }
}
