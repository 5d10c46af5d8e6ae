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
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class NamespacesTest {
    private static final NamespaceName BILLING = new NamespaceName("acme", "billing");
    private static final TopicName ORDERS = TopicName.parse("acme/billing/orders");

    private final TestCluster cluster = new TestCluster();
    private final MemoryMetadataStore store = cluster.connect();
    private final ClusterReader reader = new ClusterReader(store);
    private final Namespaces namespaces = new Namespaces(store);
    private final TopicCatalogue catalogue = new TopicCatalogue(store, reader, namespaces, CLOCK, Duration.ofDays(7));
    private final DeletedTopics deleted = new DeletedTopics(store, reader);

    private <T> T await(CompletableFuture<T> future) {
        return cluster.tasks.await(future);
    }

    private NamespaceRecord create() {
        return await(namespaces.create(BILLING, reader, CLOCK));
    }

    private void delete() {
        await(namespaces.delete(BILLING, catalogue, deleted, false));
    }

    private void rehearse() {
        await(namespaces.delete(BILLING, catalogue, deleted, true));
    }

    private List<String> names(Optional<String> tenant) {
        return await(namespaces.list(tenant)).stream()
                .map(namespace -> namespace.name().toString())
                .toList();
    }

    @Test
    void aNamespaceIsCreatedListedUsedAndDeleted() {
        assertRefused(
                ErrorCode.NAMESPACE_NOT_FOUND,
                "acme/billing",
                () -> await(catalogue.create(ORDERS, 1, TopicConfig.DEFAULT)));
        NamespaceRecord created = create();
        assertThat(await(namespaces.get(BILLING))).isEqualTo(created);
        assertThat(names(Optional.empty())).containsExactly("acme/billing", "public/default");
        assertThat(names(Optional.of("acme"))).containsExactly("acme/billing");
        assertThat(names(Optional.of("nobody"))).isEmpty();
        await(catalogue.create(ORDERS, 1, TopicConfig.DEFAULT));
        assertThat(await(catalogue.list(BILLING, "", "", 10)).topics()).hasSize(1);

        assertRefused(ErrorCode.INVALID_ARGUMENT, "topic acme/billing/orders", this::delete);
        assertRefused(ErrorCode.INVALID_ARGUMENT, "topic acme/billing/orders", this::rehearse);
        await(catalogue.delete(ORDERS, false, false));
        assertRefused(ErrorCode.INVALID_ARGUMENT, "can be restored", this::delete);
        await(catalogue.restore(await(deleted.list()).get(0).topic().topicId(), null));
        await(catalogue.delete(ORDERS, true, false));
        rehearse();
        assertThat(await(namespaces.get(BILLING))).isEqualTo(created);
        delete();
        assertRefused(ErrorCode.NAMESPACE_NOT_FOUND, "acme/billing", this::rehearse);
        assertRefused(ErrorCode.NAMESPACE_NOT_FOUND, "acme/billing", () -> await(namespaces.get(BILLING)));
        assertRefused(ErrorCode.NAMESPACE_NOT_FOUND, "acme/billing", this::delete);
    }

    @Test
    void aNameIsTakenOnceAndALostReplyIsNotSomebodyElse() {
        store.loseNextReply();
        NamespaceRecord created = create();
        assertThat(created.name()).isEqualTo(BILLING);
        NamespaceRecord other = new NamespaceRecord(
                BILLING, "default", new NamespaceRecord.GroupRow("default", 8), 1, 7, NamespaceRecord.State.ACTIVE);
        assertThat(created).isNotEqualTo(other);
        assertRefused(
                ErrorCode.NAMESPACE_EXISTS,
                "acme/billing",
                () -> await(
                        namespaces.create(BILLING, reader, () -> CLOCK.instant().plusSeconds(1))));
        assertRefused(
                ErrorCode.INVALID_ARGUMENT,
                "public/default",
                () -> await(namespaces.delete(NamespaceName.DEFAULT, catalogue, deleted, false)));
    }

    @Test
    void aTopicAndTheDeletionOfItsNamespaceNeverBothSucceed() {
        create();
        CompletableFuture<TopicRecord> topic = catalogue.create(ORDERS, 1, TopicConfig.DEFAULT);
        CompletableFuture<Void> deletion = namespaces.delete(BILLING, catalogue, deleted, false);
        cluster.tasks.runAll();
        assertThat(topic.isDone() && deletion.isDone()).isTrue();
        assertThat(topic.isCompletedExceptionally()).isNotEqualTo(deletion.isCompletedExceptionally());
    }
}
