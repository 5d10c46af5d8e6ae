/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.cluster;

import java.util.Collections;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A topic whose name is free already. First it is kept, and can be restored; then its deletion is final, and each shard that
 * holds a partition of it gives it up.
 *
 * @param topic what it was, in state DELETING
 * @param pendingShards shards that haven't reported yet
 * @param deletedMs when it was deleted, in ms since the epoch
 * @param stage how far the deletion has come
 * @param finalMs from when on it may be final, in ms since the epoch
 */
public record DeletedTopic(
        TopicRecord topic, SortedSet<Integer> pendingShards, long deletedMs, Stage stage, long finalMs) {

    /** How far a deletion has come. */
    public enum Stage {
        /** Nothing was given up yet: it can be restored. */
        KEPT,
        /** Shards give it up: there is no way back. */
        FINAL
    }

    public DeletedTopic {
        pendingShards = Collections.unmodifiableSortedSet(new TreeSet<>(pendingShards));
    }

    DeletedTopic without(int shard) {
        TreeSet<Integer> left = new TreeSet<>(pendingShards);
        left.remove(shard);
        return new DeletedTopic(topic, left, deletedMs, stage, finalMs);
    }

    DeletedTopic forGood() {
        return new DeletedTopic(topic, pendingShards, deletedMs, Stage.FINAL, finalMs);
    }

    /** The content of the node; one without a stage was written when every deletion was final at once. */
    record Stored(
            StoredTopic topic,
            SortedSet<Integer> pendingShards,
            long deletedMs,
            @Nullable Stage stage,
            @Nullable Long finalMs) {
        static final NodeJson<Stored> JSON = new NodeJson<>(Stored.class, 1);

        Stored {
            if (topic == null || pendingShards == null) {
                throw new IllegalArgumentException("a deleted topic needs topic and pendingShards");
            }
        }

        static Stored of(DeletedTopic deleted) {
            return new Stored(
                    StoredTopic.of(deleted.topic),
                    deleted.pendingShards,
                    deleted.deletedMs,
                    deleted.stage,
                    deleted.finalMs);
        }

        DeletedTopic resolve(ClusterNode cluster) {
            return new DeletedTopic(
                    topic.resolve(cluster),
                    pendingShards,
                    deletedMs,
                    stage == null ? Stage.FINAL : stage,
                    finalMs == null ? deletedMs : finalMs);
        }
    }
}
