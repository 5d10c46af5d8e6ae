/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.cluster;

import io.varve.metadata.MetadataStore;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;

/** The nodes by which processes say that they are prepared to take a shard over. Reads are not cached. */
final class Standbys {
    private final MetadataStore store;

    Standbys(MetadataStore store) {
        this.store = store;
    }

    /** Says that a process is prepared. Fails with VarveException. */
    CompletableFuture<Void> announce(int shard, Assignee process, int epoch) {
        String path = ClusterPaths.standby(shard);
        byte[] bytes = StandbyNode.JSON.encode(new StandbyNode(process.brokerId(), process.incarnation(), epoch));
        return Failures.untilUncontended("standby for shard " + shard, () -> store.get(path)
                .thenCompose(found -> found.isEmpty()
                        ? store.create(path, bytes)
                        : store.compareAndSet(path, bytes, found.get().version())
                                .thenApply(version -> null)));
    }

    /** What was said of these shards; one of which nothing was said is missing. */
    CompletableFuture<Map<Integer, StandbyNode>> read(Collection<Integer> shards) {
        List<CompletableFuture<Map.Entry<Integer, Optional<StandbyNode>>>> reads = shards.stream()
                .map(shard -> read(shard).thenApply(standby -> Map.entry(shard, standby)))
                .toList();
        return Futures.all(reads).thenApply(all -> {
            Map<Integer, StandbyNode> standbys = new TreeMap<>();
            all.forEach(read -> read.getValue().ifPresent(standby -> standbys.put(read.getKey(), standby)));
            return standbys;
        });
    }

    private CompletableFuture<Optional<StandbyNode>> read(int shard) {
        String path = ClusterPaths.standby(shard);
        return store.get(path).thenApply(found -> found.map(node -> StandbyNode.JSON.decode(path, node.bytes())));
    }
}
