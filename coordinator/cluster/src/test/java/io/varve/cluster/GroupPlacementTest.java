/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.cluster;

import static io.varve.cluster.TestCluster.assertRefused;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.varve.metadata.MemoryMetadataStore;
import io.varve.protocol.error.ErrorCode;
import io.varve.protocol.name.GroupName;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class GroupPlacementTest {
    private final TestCluster cluster = new TestCluster();
    private final MemoryMetadataStore store = cluster.connect();
    private final GroupPlacement placement = new GroupPlacement(new ClusterReader(store), new Namespaces(store));

    private int shardOf(String group) {
        return cluster.tasks.await(placement.shardOf(GroupName.parse(group)));
    }

    @Test
    void shardIsTheHashOfTheFullNameModuloCount() {
        long hash = Hashes.xxHash64("public/default/billing".getBytes(UTF_8)) & Long.MAX_VALUE;
        assertThat(shardOf("billing")).isEqualTo((int) (hash % 8));
        assertThat(shardOf("public/default/billing")).isEqualTo(shardOf("billing"));
    }

    @Test
    void groupsAreSpreadOverAllShards() {
        Set<Integer> shards = new HashSet<>();
        for (int i = 0; i < 200; i++) {
            shards.add(shardOf("group-" + i));
        }
        assertThat(shards).hasSize(8);
    }

    @Test
    void groupsStayWhereTheyAreWhenTheSetGrows() {
        int before = shardOf("billing");
        ShardSet grown = ShardSet.ofFirst(64, ShardSet.DEFAULT, TestCluster.CLASS);
        ClusterNode node = new ClusterNode(cluster.node.clusterId(), 1, 0, List.of(grown));
        cluster.tasks.await(cluster.connect().compareAndSet(ClusterPaths.CLUSTER, ClusterNode.JSON.encode(node), 0));
        assertThat(shardOf("billing")).isEqualTo(before);
    }

    @Test
    void groupOfAnUnknownNamespaceIsRefused() {
        assertRefused(ErrorCode.NAMESPACE_NOT_FOUND, "acme/sales", () -> shardOf("acme/sales/billing"));
    }
}
