/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.cluster;

import io.varve.protocol.error.ErrorCode;
import io.varve.protocol.error.VarveException;
import org.jspecify.annotations.Nullable;

/**
 * A namespace: where its topics and groups go.
 *
 * @param name its name
 * @param shardSet name of the shard set that its new topics are spread over
 * @param groups where its groups are
 * @param featureLevel level of the formats when it was created
 * @param createdMs when it was created, in ms since the epoch
 * @param state whether it takes topics; null in nodes of a time when all did
 */
public record NamespaceRecord(
        NamespaceName name,
        String shardSet,
        GroupRow groups,
        int featureLevel,
        long createdMs,
        @Nullable State state) {
    /** Whether a namespace takes new topics. */
    public enum State {
        /** It does. */
        ACTIVE,
        /** It is being deleted, unless somebody finds a topic in it. */
        DELETING
    }

    static final NodeJson<NamespaceRecord> JSON = new NodeJson<>(NamespaceRecord.class, 1);

    /**
     * The shards that groups are spread over. Never changed, since a group's state can't move: a set that grows later gives its
     * new shards to new namespaces only.
     *
     * @param set name of the shard set
     * @param shardCount how many shards it had when the namespace was made; the first so many count
     */
    public record GroupRow(String set, int shardCount) {
        /** Whether the cluster's node is new enough to know all shards of the row. */
        boolean isCoveredBy(ClusterNode cluster) {
            return cluster.shardSet(set)
                    .filter(known -> known.shards().size() >= shardCount)
                    .isPresent();
        }
    }

    public NamespaceRecord {
        if (name == null || shardSet == null || groups == null || groups.set == null || groups.shardCount < 1) {
            throw new IllegalArgumentException("a namespace needs name, shardSet and groups {set, shardCount >= 1}");
        }
    }

    /** A new namespace, all of it in one shard set. */
    static NamespaceRecord create(NamespaceName name, ShardSet set, int featureLevel, long nowMs) {
        return new NamespaceRecord(
                name, set.name(), new GroupRow(set.name(), set.shards().size()), featureLevel, nowMs, State.ACTIVE);
    }

    NamespaceRecord in(State newState) {
        return new NamespaceRecord(name, shardSet, groups, featureLevel, createdMs, newState);
    }

    boolean isActive() {
        return state != State.DELETING;
    }

    ShardSet shardSetIn(ClusterNode cluster) {
        return setIn(cluster, shardSet);
    }

    ShardSet groupSetIn(ClusterNode cluster) {
        return setIn(cluster, groups.set);
    }

    private ShardSet setIn(ClusterNode cluster, String set) {
        return cluster.shardSet(set)
                .orElseThrow(() -> new VarveException(
                        ErrorCode.DAMAGED, "namespace " + name + " names the unknown shard set " + set));
    }
}
