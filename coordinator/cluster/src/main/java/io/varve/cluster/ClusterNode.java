/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.cluster;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * What is true of the cluster as a whole; created once. Stored in {@code /cluster}.
 *
 * @param clusterId identity of the cluster; in the header of every entry and the key of every object
 * @param featureLevel the highest level of formats that brokers of this cluster may write
 * @param createdMs when it was created, in ms since the epoch
 * @param shardSets all shards; no shard is in two sets
 */
public record ClusterNode(UUID clusterId, int featureLevel, long createdMs, List<ShardSet> shardSets) {
    /** The feature level of a new cluster. */
    public static final int FEATURE_LEVEL = 1;

    static final NodeJson<ClusterNode> JSON = new NodeJson<>(ClusterNode.class, 1);

    public ClusterNode {
        if (clusterId == null) {
            throw new IllegalArgumentException("a cluster needs an id");
        }
        shardSets = List.copyOf(shardSets);
        Set<Integer> seen = new HashSet<>();
        for (ShardSet set : shardSets) {
            for (int shard : set.shards()) {
                if (!seen.add(shard)) {
                    throw new IllegalArgumentException(
                            "shard " + shard + " is in two shard sets, " + set.name() + " is the second");
                }
            }
        }
        if (shardSets.stream().map(ShardSet::name).distinct().count() != shardSets.size()) {
            throw new IllegalArgumentException("two shard sets have the same name: " + shardSets);
        }
    }

    /** The set of this name. */
    public Optional<ShardSet> shardSet(String name) {
        return shardSets.stream().filter(set -> set.name().equals(name)).findFirst();
    }

    /** The set that a shard is in. */
    public Optional<ShardSet> setOf(int shard) {
        return shardSets.stream().filter(set -> set.shards().contains(shard)).findFirst();
    }

    /** Ids of all shards, ascending. */
    public List<Integer> shards() {
        return shardSets.stream().flatMap(set -> set.shards().stream()).sorted().toList();
    }
}
