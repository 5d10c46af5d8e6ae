/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.cluster;

import static io.varve.cluster.TestCluster.CLOCK;
import static org.assertj.core.api.Assertions.assertThat;

import io.varve.metadata.MemoryMetadataStore;
import io.varve.protocol.error.ErrorCode;
import io.varve.protocol.name.TopicName;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class DeletedTopicsTest {
    private static final TopicName ORDERS = TopicName.parse("orders");

    private final TestCluster cluster = new TestCluster();
    private final MemoryMetadataStore store = cluster.connect();
    private final ClusterReader reader = new ClusterReader(store);
    private final TopicCatalogue catalogue =
            new TopicCatalogue(store, reader, new Namespaces(store), CLOCK, Duration.ofDays(7));
    private final DeletedTopics deleted = new DeletedTopics(store, reader);

    private <T> T await(CompletableFuture<T> future) {
        return cluster.tasks.await(future);
    }

    private DeletedTopic createAndDelete() {
        await(catalogue.create(ORDERS, 3, TopicConfig.DEFAULT));
        return await(catalogue.delete(ORDERS, true, false));
    }

    @Test
    void aKeptTopicIsRestoredWithEverythingItHad() {
        TopicRecord topic = await(catalogue.create(ORDERS, 3, new TopicConfig(1_000, 2_000)));
        DeletedTopic kept = await(catalogue.delete(ORDERS, false, false));
        assertThat(kept.stage()).isEqualTo(DeletedTopic.Stage.KEPT);
        assertThat(kept.finalMs())
                .isEqualTo(kept.deletedMs() + Duration.ofDays(7).toMillis());
        assertThat(await(deleted.list())).containsExactly(kept);
        TestCluster.assertRefused(
                ErrorCode.TOPIC_NOT_FOUND, "doesn't exist", () -> await(catalogue.get(topic.topicId())));

        store.loseNextReply();
        assertThat(await(catalogue.restore(topic.topicId(), null))).isEqualTo(topic);
        assertThat(await(catalogue.get(ORDERS))).isEqualTo(topic);
        assertThat(await(catalogue.get(topic.topicId()))).isEqualTo(topic);
        assertThat(await(deleted.list())).isEmpty();
    }

    @Test
    void aTopicIsRestoredUnderAnotherNameOfItsTenantIfItsOwnIsTaken() {
        TopicRecord topic = await(catalogue.create(ORDERS, 3, TopicConfig.DEFAULT));
        await(catalogue.delete(ORDERS, false, false));
        await(catalogue.create(ORDERS, 1, TopicConfig.DEFAULT));
        UUID id = topic.topicId();
        TestCluster.assertRefused(ErrorCode.TOPIC_EXISTS, "orders", () -> await(catalogue.restore(id, null)));
        TestCluster.assertRefused(
                ErrorCode.INVALID_ARGUMENT,
                "tenant public",
                () -> await(catalogue.restore(id, TopicName.parse("acme/default/orders"))));
        TopicName other = TopicName.parse("orders-2");
        assertThat(await(catalogue.restore(id, other)).name()).isEqualTo(other);
        assertThat(await(catalogue.get(id)).name()).isEqualTo(other);
    }

    @Test
    void whatIsFinalCantBeRestored() {
        TopicRecord topic = await(catalogue.create(ORDERS, 3, TopicConfig.DEFAULT));
        assertThat(await(catalogue.delete(ORDERS, false, true)).topic().topicId())
                .isEqualTo(topic.topicId());
        assertThat(await(catalogue.get(ORDERS))).isEqualTo(topic);
        await(catalogue.delete(ORDERS, false, false));
        await(deleted.makeFinal(topic.topicId()));
        await(deleted.makeFinal(topic.topicId()));
        assertThat(await(deleted.get(topic.topicId())).orElseThrow().stage()).isEqualTo(DeletedTopic.Stage.FINAL);
        TestCluster.assertRefused(
                ErrorCode.TOPIC_NOT_FOUND, "is final", () -> await(catalogue.restore(topic.topicId(), null)));
        TestCluster.assertRefused(
                ErrorCode.TOPIC_NOT_FOUND, "is kept", () -> await(catalogue.restore(new UUID(1, 1), null)));
    }

    @Test
    void purgingMakesADeletionFinalUnlessTheTopicWasRestored() {
        TopicRecord topic = await(catalogue.create(ORDERS, 3, TopicConfig.DEFAULT));
        UUID id = topic.topicId();
        TestCluster.assertRefused(ErrorCode.TOPIC_NOT_FOUND, "is kept", () -> await(deleted.purge(id)));
        await(catalogue.delete(ORDERS, false, false));
        await(catalogue.restore(id, null));
        TestCluster.assertRefused(ErrorCode.TOPIC_NOT_FOUND, "is kept", () -> await(deleted.purge(id)));

        await(catalogue.delete(ORDERS, false, false));
        store.loseNextReply();
        await(deleted.purge(id));
        await(deleted.purge(id));
        assertThat(await(deleted.get(id)).orElseThrow().stage()).isEqualTo(DeletedTopic.Stage.FINAL);
        TestCluster.assertRefused(ErrorCode.TOPIC_NOT_FOUND, "is final", () -> await(catalogue.restore(id, null)));
    }

    @Test
    void entryLastsUntilEveryShardHasReported() {
        DeletedTopic topic = createAndDelete();
        UUID id = topic.topic().topicId();
        List<Integer> pending = new ArrayList<>(topic.pendingShards());
        assertThat(pending).hasSize(3);
        assertThat(await(deleted.list())).containsExactly(topic);
        for (int i = 0; i < 3; i++) {
            assertThat(await(deleted.get(id)).orElseThrow().pendingShards())
                    .containsExactlyElementsOf(pending.subList(i, 3));
            await(deleted.finish(id, pending.get(i)));
        }
        assertThat(await(deleted.get(id))).isEmpty();
        assertThat(await(deleted.list())).isEmpty();
    }

    @Test
    void reportingTwiceOrForNothingIsASuccess() {
        DeletedTopic topic = createAndDelete();
        UUID id = topic.topic().topicId();
        int shard = topic.pendingShards().first();
        await(deleted.finish(id, shard));
        await(deleted.finish(id, shard));
        await(deleted.finish(id, 7_000));
        await(deleted.finish(UUID.randomUUID(), shard));
        assertThat(await(deleted.get(id)).orElseThrow().pendingShards()).hasSize(2);
    }

    @Test
    void shardsOfSeveralBrokersReportAtOnce() {
        DeletedTopic topic = createAndDelete();
        List<CompletableFuture<Void>> reports = topic.pendingShards().stream()
                .map(shard -> {
                    MemoryMetadataStore other = cluster.connect();
                    return new DeletedTopics(other, new ClusterReader(other))
                            .finish(topic.topic().topicId(), shard);
                })
                .toList();
        reports.forEach(this::await);
        assertThat(await(deleted.list())).isEmpty();
    }

    @Test
    void reportWhoseReplyWasLostSucceeds() {
        DeletedTopic topic = createAndDelete();
        for (int shard : topic.pendingShards()) {
            store.loseNextReply();
            await(deleted.finish(topic.topic().topicId(), shard));
        }
        assertThat(await(deleted.list())).isEmpty();
    }

    @Test
    void watchTellsOfADeletion() {
        List<String> calls = new ArrayList<>();
        var watch = deleted.watch(() -> calls.add("call"));
        cluster.tasks.runAll();
        assertThat(calls).hasSize(1);
        createAndDelete();
        assertThat(calls.size()).isGreaterThan(1);
        watch.close();
    }
}
