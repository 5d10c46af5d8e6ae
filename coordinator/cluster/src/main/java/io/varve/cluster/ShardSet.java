/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.cluster;

import java.util.HashSet;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A named list of shards with a class. Shards may be appended to it, never removed or reordered: stored mappings count from its
 * start.
 *
 * @param name its name, unique in the cluster
 * @param shardClass what its shards have in common
 * @param shards ids of its shards, each in one set only; at least one
 */
public record ShardSet(String name, ShardClass shardClass, List<Integer> shards) {
    /** The set of namespaces that don't name another. */
    public static final String DEFAULT = "default";

    public ShardSet {
        shards = List.copyOf(shards);
        if (shards.isEmpty() || shards.stream().anyMatch(shard -> shard < 0)) {
            throw new IllegalArgumentException("shard set " + name + " needs shards with ids from 0, got " + shards);
        }
        if (new HashSet<>(shards).size() != shards.size()) {
            throw new IllegalArgumentException("shard set " + name + " names a shard twice: " + shards);
        }
    }

    /** A set of the shards from 0 to {@code count} (exclusive). */
    public static ShardSet ofFirst(int count, String name, ShardClass shardClass) {
        return new ShardSet(name, shardClass, IntStream.range(0, count).boxed().toList());
    }
}
