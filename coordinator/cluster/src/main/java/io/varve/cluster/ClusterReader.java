/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.cluster;

import io.varve.metadata.MetadataStore;
import io.varve.protocol.error.ErrorCode;
import io.varve.protocol.error.VarveException;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;

/** Reads the cluster's node, which every placement refers to, and keeps it while the watch tells of no change. For any thread. */
public final class ClusterReader implements AutoCloseable {
    private final NodeCache<ClusterNode> cache;

    /** Reads from this store. */
    public ClusterReader(MetadataStore store) {
        this.cache = new NodeCache<>(store, ClusterPaths.CLUSTER, 1, ClusterNode.JSON);
    }

    /** The cluster. Fails with VarveException: UNAVAILABLE also when the cluster was not initialised. */
    public CompletableFuture<ClusterNode> get() {
        return Failures.translate(
                "cluster",
                cache.get(ClusterPaths.CLUSTER)
                        .thenApply(found -> found.orElseThrow(() -> new VarveException(
                                ErrorCode.UNAVAILABLE,
                                "the metadata store holds no cluster: it has to be initialised first"))));
    }

    /** The node as of now, past the cache. */
    CompletableFuture<ClusterNode> read() {
        cache.forget(ClusterPaths.CLUSTER);
        return get();
    }

    /** The node; read again when what is known isn't new enough, since the watch may be late. */
    CompletableFuture<ClusterNode> get(Predicate<ClusterNode> newEnough) {
        return get().thenCompose(known -> {
            if (newEnough.test(known)) {
                return CompletableFuture.completedFuture(known);
            }
            cache.forget(ClusterPaths.CLUSTER);
            return get();
        });
    }

    @Override
    public void close() {
        cache.close();
    }
}
