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
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;

/** Reads who has claimed which shard. Reads are not cached. */
final class ShardClaims {
    private final MetadataStore store;

    ShardClaims(MetadataStore store) {
        this.store = store;
    }

    /** The claims of these shards; a shard that was never claimed is missing. */
    CompletableFuture<SortedMap<Integer, ShardClaim>> read(Collection<Integer> shards) {
        List<CompletableFuture<Map.Entry<Integer, Optional<ShardClaim>>>> reads = shards.stream()
                .map(shard -> read(shard).thenApply(claim -> Map.entry(shard, claim)))
                .toList();
        return Futures.all(reads).thenApply(all -> {
            SortedMap<Integer, ShardClaim> claims = new TreeMap<>();
            all.forEach(read -> read.getValue().ifPresent(claim -> claims.put(read.getKey(), claim)));
            return claims;
        });
    }

    private CompletableFuture<Optional<ShardClaim>> read(int shard) {
        String path = ClusterPaths.shard(shard);
        return store.get(path).thenApply(found -> found.map(node -> ShardClaim.JSON.decode(path, node.bytes())));
    }
}
