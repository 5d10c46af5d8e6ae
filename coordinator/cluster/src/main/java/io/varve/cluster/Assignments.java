/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.cluster;

import io.varve.metadata.Change;
import io.varve.metadata.MetadataStore;
import io.varve.metadata.Versioned;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;

/** The assignment buckets: shard by shard the broker that should own it. Reads are not cached. */
final class Assignments {
    private final MetadataStore store;

    Assignments(MetadataStore store) {
        this.store = store;
    }

    /**
     * All assignments as they were read.
     *
     * @param byShard assignee by shard
     * @param standbys by shard who should prepare for it
     * @param versions version of each bucket that exists
     */
    record Snapshot(
            SortedMap<Integer, Assignee> byShard,
            SortedMap<Integer, Assignee> standbys,
            Map<Integer, Integer> versions) {}

    /** Reads all buckets; not in one step, so they may be of slightly different times. */
    CompletableFuture<Snapshot> read() {
        return store.children(ClusterPaths.ASSIGNMENT)
                .thenCompose(names -> Futures.all(names.stream()
                        .map(Integer::valueOf)
                        .map(bucket ->
                                store.get(ClusterPaths.assignment(bucket)).thenApply(node -> Map.entry(bucket, node)))
                        .toList()))
                .thenApply(Assignments::snapshot);
    }

    private static Snapshot snapshot(List<Map.Entry<Integer, Optional<Versioned>>> buckets) {
        SortedMap<Integer, Assignee> byShard = new TreeMap<>();
        SortedMap<Integer, Assignee> standbys = new TreeMap<>();
        Map<Integer, Integer> versions = new HashMap<>();
        buckets.forEach(bucket -> bucket.getValue().ifPresent(node -> {
            versions.put(bucket.getKey(), node.version());
            AssignmentBucket read = decode(bucket.getKey(), node);
            byShard.putAll(read.shards());
            standbys.putAll(read.standbys());
        }));
        return new Snapshot(byShard, standbys, versions);
    }

    /** Reads who should own one shard, as of now. */
    CompletableFuture<Optional<Assignee>> read(int shard) {
        int bucket = AssignmentBucket.of(shard);
        return store.get(ClusterPaths.assignment(bucket))
                .thenApply(
                        found -> found.map(node -> decode(bucket, node).shards().get(shard)));
    }

    private static AssignmentBucket decode(int bucket, Versioned node) {
        return AssignmentBucket.JSON.decode(ClusterPaths.assignment(bucket), node.bytes());
    }

    /**
     * Writes the buckets in which the plan differs from what was read, each together with the fence.
     *
     * @param standbys of shards that the plan has
     * @param fence fails the write when the controller that planned it is no longer the controller
     * @return how many buckets were written
     */
    CompletableFuture<Integer> write(
            Snapshot read,
            SortedMap<Integer, Assignee> plan,
            SortedMap<Integer, Assignee> standbys,
            long controllerEpoch,
            Change.Check fence) {
        List<CompletableFuture<Void>> writes = new ArrayList<>();
        Map<Integer, SortedMap<Integer, Assignee>> before = byBucket(read.byShard);
        Map<Integer, SortedMap<Integer, Assignee>> preparedBefore = byBucket(read.standbys);
        Map<Integer, SortedMap<Integer, Assignee>> prepared = byBucket(standbys);
        byBucket(plan).forEach((bucket, shards) -> {
            SortedMap<Integer, Assignee> preparing = prepared.getOrDefault(bucket, Collections.emptySortedMap());
            if (!shards.equals(before.get(bucket))
                    || !preparing.equals(preparedBefore.getOrDefault(bucket, Collections.emptySortedMap()))) {
                String path = ClusterPaths.assignment(bucket);
                byte[] bytes = AssignmentBucket.JSON.encode(new AssignmentBucket(controllerEpoch, shards, preparing));
                Integer version = read.versions.get(bucket);
                Change change = version == null ? new Change.Create(path, bytes) : new Change.Set(path, bytes, version);
                writes.add(store.multi(List.of(fence, change)));
            }
        });
        return Futures.all(writes).thenApply(Collection::size);
    }

    private static Map<Integer, SortedMap<Integer, Assignee>> byBucket(SortedMap<Integer, Assignee> byShard) {
        Map<Integer, SortedMap<Integer, Assignee>> buckets = new TreeMap<>();
        byShard.forEach(
                (shard, assignee) -> buckets.computeIfAbsent(AssignmentBucket.of(shard), bucket -> new TreeMap<>())
                        .put(shard, assignee));
        return buckets;
    }
}
