/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.cluster;

import java.util.Collections;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * A topic whose name is free already, until every shard that holds a partition of it has given it up.
 *
 * @param topic what it was, in state DELETING
 * @param pendingShards shards that haven't reported yet
 * @param deletedMs when it was deleted, in ms since the epoch
 */
public record DeletedTopic(TopicRecord topic, SortedSet<Integer> pendingShards, long deletedMs) {
    public DeletedTopic {
        pendingShards = Collections.unmodifiableSortedSet(new TreeSet<>(pendingShards));
    }

    DeletedTopic without(int shard) {
        TreeSet<Integer> left = new TreeSet<>(pendingShards);
        left.remove(shard);
        return new DeletedTopic(topic, left, deletedMs);
    }

    /** The content of the node. */
    record Stored(StoredTopic topic, SortedSet<Integer> pendingShards, long deletedMs) {
        static final NodeJson<Stored> JSON = new NodeJson<>(Stored.class, 1);

        Stored {
            if (topic == null || pendingShards == null) {
                throw new IllegalArgumentException("a deleted topic needs topic and pendingShards");
            }
        }

        static Stored of(DeletedTopic deleted) {
            return new Stored(StoredTopic.of(deleted.topic), deleted.pendingShards, deleted.deletedMs);
        }

        DeletedTopic resolve(ClusterNode cluster) {
            return new DeletedTopic(topic.resolve(cluster), pendingShards, deletedMs);
        }
    }
}
