/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.cluster;

import static io.varve.cluster.TestCluster.CLOCK;
import static io.varve.cluster.TestCluster.EIGHT;
import static io.varve.cluster.TestCluster.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.varve.metadata.MemoryMetadataStore;
import io.varve.metadata.MemoryMetadataTree;
import io.varve.protocol.error.ErrorCode;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class ClusterInitTest {
    private final Tasks tasks = new Tasks();
    private final MemoryMetadataStore store = new MemoryMetadataTree(tasks).connect();
    private final ClusterInit init = new ClusterInit(store, CLOCK);

    @Test
    void createsClusterNamespaceAndProducerIds() {
        ClusterNode created = tasks.await(init.create(List.of(EIGHT)));
        assertThat(created.shards()).containsExactly(0, 1, 2, 3, 4, 5, 6, 7);
        assertThat(tasks.await(new ClusterReader(store).get())).isEqualTo(created);
        NamespaceRecord namespace = tasks.await(new Namespaces(store).get(NamespaceName.DEFAULT));
        assertThat(namespace.shardSet()).isEqualTo("default");
        assertThat(namespace.groups()).isEqualTo(new NamespaceRecord.GroupRow("default", 8));
        assertThat(tasks.await(new ProducerIds(store).next())).isEqualTo(1);
    }

    @Test
    void secondCreateIsRefusedAndChangesNothing() {
        ClusterNode created = tasks.await(init.create(List.of(EIGHT)));
        assertRefused(
                ErrorCode.INVALID_ARGUMENT,
                created.clusterId().toString(),
                () -> tasks.await(init.create(List.of(EIGHT))));
        assertThat(tasks.await(new ClusterReader(store).get())).isEqualTo(created);
    }

    @Test
    void createIfAbsentFindsWhatIsThere() {
        ClusterNode created = tasks.await(init.createIfAbsent(List.of(EIGHT)));
        ShardSet other = ShardSet.ofFirst(64, "default", TestCluster.CLASS);
        assertThat(tasks.await(init.createIfAbsent(List.of(other)))).isEqualTo(created);
    }

    @Test
    void createWhoseReplyWasLostSucceeds() {
        tasks.runAll();
        store.loseNextReply();
        assertThat(tasks.await(init.create(List.of(EIGHT))).shards()).hasSize(8);
    }

    @Test
    void aStoreThatHoldsSomethingElseIsRefusedAndLeftAlone() {
        tasks.await(store.create("/brokers/ids/0", new byte[0]));
        assertRefused(
                ErrorCode.INVALID_ARGUMENT, "nodes at [/brokers]", () -> tasks.await(init.create(List.of(EIGHT))));
        assertThat(tasks.await(store.children("/namespaces"))).isEmpty();
    }

    @Test
    void aClusterWhoseNodeIsLostIsNotCreatedAnew() {
        tasks.await(init.create(List.of(EIGHT)));
        tasks.await(store.delete("/cluster", -1));
        assertRefused(
                ErrorCode.INVALID_ARGUMENT,
                "has lost a part of its data",
                () -> tasks.await(init.createIfAbsent(List.of(EIGHT))));
    }

    @Test
    void findTellsWhatIsThere() {
        assertThat(tasks.await(init.find())).isEmpty();
        ClusterNode created = tasks.await(init.create(List.of(EIGHT)));
        assertThat(tasks.await(init.find())).contains(created);

        tasks.await(store.delete("/cluster", -1));
        tasks.await(store.create("/cluster", "Kafka's".getBytes(StandardCharsets.UTF_8)));
        assertRefused(ErrorCode.DAMAGED, "/cluster", () -> tasks.await(init.find()));
    }

    @Test
    void withoutClusterReadersSaySo() {
        assertRefused(ErrorCode.UNAVAILABLE, "initialised first", () -> tasks.await(new ClusterReader(store).get()));
        assertRefused(ErrorCode.UNAVAILABLE, "initialised first", () -> tasks.await(new ProducerIds(store).next()));
    }

    @Test
    void noShardIsInTwoSets() {
        ShardSet other = new ShardSet("other", TestCluster.CLASS, List.of(8, 3));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ClusterNode(UUID.randomUUID(), 1, 0, List.of(EIGHT, other)))
                .withMessageContaining("shard 3");
    }
}
