/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.cluster;

import java.util.Collection;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a placement depends on, and nothing else does.
 *
 * @param pools name of the pool that may own it, by shard: all shards of the cluster
 * @param current what is assigned now
 * @param live brokers by id
 * @param awaited ids of brokers that are gone, but may come back soon: what they have stays theirs
 * @param draining ids of brokers that should own nothing
 * @param loads what passes through shards
 */
record PlacementInput(
        SortedMap<Integer, String> pools,
        SortedMap<Integer, Assignee> current,
        SortedMap<String, Broker> live,
        Collection<String> awaited,
        Collection<String> draining,
        ShardLoads loads) {

    /** The pool of each shard of a cluster. */
    static SortedMap<Integer, String> poolsOf(ClusterNode cluster) {
        SortedMap<Integer, String> pools = new TreeMap<>();
        cluster.shardSets().forEach(set -> set.shards()
                .forEach(shard -> pools.put(shard, set.shardClass().pool())));
        return pools;
    }
}
