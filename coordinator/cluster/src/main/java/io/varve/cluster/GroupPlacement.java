/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.cluster;

import io.varve.protocol.name.GroupName;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * Where a stream group lives: {@code set.shards[h mod shardCount]}, where set and count stand in the namespace's record and
 * {@code h} is the xxHash64 (seed 0) of "tenant/namespace/group" in UTF-8 without its highest bit. Nothing else computes it.
 */
public final class GroupPlacement {
    private final ClusterReader cluster;
    private final Namespaces namespaces;

    /** Places groups by these; both are closed by their owner. */
    public GroupPlacement(ClusterReader cluster, Namespaces namespaces) {
        this.cluster = cluster;
        this.namespaces = namespaces;
    }

    /** The group's shard. Fails as {@link Namespaces#get} does. For any thread. */
    public CompletableFuture<Integer> shardOf(GroupName group) {
        return namespaces.get(NamespaceName.of(group)).thenCompose(namespace -> cluster.get(
                        known -> namespace.groups().isCoveredBy(known))
                .thenApply(known -> shardOf(group, namespace, known)));
    }

    private static int shardOf(GroupName group, NamespaceRecord namespace, ClusterNode cluster) {
        List<Integer> shards = namespace.groupSetIn(cluster).shards();
        long hash = Hashes.nonNegative(group.toString().getBytes(StandardCharsets.UTF_8));
        return shards.get((int) (hash % namespace.groups().shardCount()));
    }
}
