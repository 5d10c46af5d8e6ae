/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.cluster;

import static io.varve.cluster.TestCluster.CLOCK;
import static org.assertj.core.api.Assertions.assertThat;

import io.varve.metadata.MemoryMetadataStore;
import io.varve.protocol.name.TopicName;
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
    private final TopicCatalogue catalogue = new TopicCatalogue(store, reader, new Namespaces(store), CLOCK);
    private final DeletedTopics deleted = new DeletedTopics(store, reader);

    private <T> T await(CompletableFuture<T> future) {
        return cluster.tasks.await(future);
    }

    private DeletedTopic createAndDelete() {
        await(catalogue.create(ORDERS, 3, TopicConfig.DEFAULT));
        return await(catalogue.delete(ORDERS));
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
