/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.replay.plan;

import io.varve.objects.BlockingPool;
import io.varve.objects.Failures;
import io.varve.objects.ObjectStore;
import io.varve.objects.ObjectStore.ObjectSummary;
import io.varve.objects.format.DirectoryRow;
import io.varve.objects.format.ObjectDirectory;
import io.varve.objects.format.ObjectKey;
import io.varve.objects.format.ObjectReader;
import io.varve.protocol.error.StoreException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;

/** Finds a topic in a store by looking into every object of its cluster. */
public final class ObjectRows {
    private static final String PREFIX = "v1/";
    private static final int PAGE = 1000;
    private static final int OPENING = 16;

    private final ObjectStore store;
    private final UUID clusterId;
    private final UUID topicId;
    private final Map<Integer, List<Held>> byPartition = new TreeMap<>();
    private final Queue<CompletableFuture<Optional<ObjectReader>>> opening = new ArrayDeque<>();

    private ObjectRows(ObjectStore store, UUID clusterId, UUID topicId) {
        this.store = store;
        this.clusterId = clusterId;
        this.topicId = topicId;
    }

    /**
     * What an object holds of a partition.
     *
     * @param key the object
     * @param generation how often it was compacted
     * @param row its row
     */
    record Held(String key, int generation, DirectoryRow row) {}

    /** All that the store holds of a topic's main lane, by partition. */
    static Map<Integer, List<Held>> of(ObjectStore store, UUID clusterId, UUID topicId) {
        ObjectRows rows = new ObjectRows(store, clusterId, topicId);
        rows.collect();
        return rows.byPartition;
    }

    /** The clusters that have objects in a store. */
    public static Set<UUID> clusters(ObjectStore store) {
        Set<UUID> clusters = new TreeSet<>();
        String after = PREFIX;
        for (List<ObjectSummary> page = page(store, PREFIX, after);
                !page.isEmpty();
                page = page(store, PREFIX, after)) {
            after = page.get(0).key();
            Optional<ObjectKey> key = ObjectKey.parse(after);
            if (key.isPresent()) {
                clusters.add(key.get().clusterId());
                // '0' is next to '/': on behind all keys of this cluster.
                after = PREFIX + key.get().clusterId() + "0";
            }
        }
        return clusters;
    }

    private static List<ObjectSummary> page(ObjectStore store, String prefix, String after) {
        return BlockingPool.await(store.list(prefix, after, PAGE));
    }

    private void collect() {
        String prefix = PREFIX + clusterId + "/";
        String after = prefix;
        for (List<ObjectSummary> page = page(store, prefix, after);
                !page.isEmpty();
                page = page(store, prefix, after)) {
            for (ObjectSummary object : page) {
                if (ObjectKey.parse(object.key()).isPresent()) {
                    open(object.key());
                }
            }
            after = page.get(page.size() - 1).key();
        }
        while (!opening.isEmpty()) {
            add();
        }
    }

    /** An object that was deleted since it was listed has been merged into another one, which may be listed still. */
    private void open(String key) {
        if (opening.size() == OPENING) {
            add();
        }
        opening.add(ObjectReader.open(store, key)
                .thenApply(Optional::of)
                .exceptionallyCompose(failure -> Failures.cause(failure) instanceof StoreException.NotFound
                        ? CompletableFuture.completedFuture(Optional.empty())
                        : CompletableFuture.failedFuture(failure)));
    }

    private void add() {
        BlockingPool.await(opening.remove()).map(ObjectReader::directory).ifPresent(this::add);
    }

    private void add(ObjectDirectory directory) {
        for (DirectoryRow row : directory.rows()) {
            if (row.lane().topicId().equals(topicId) && row.lane().lane() == 0) {
                byPartition
                        .computeIfAbsent(row.lane().partition(), it -> new ArrayList<>())
                        .add(new Held(directory.key(), directory.meta().compactionGeneration(), row));
            }
        }
    }
}
