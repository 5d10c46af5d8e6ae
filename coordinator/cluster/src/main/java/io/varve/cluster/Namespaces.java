/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.cluster;

import io.varve.metadata.MetadataStore;
import io.varve.protocol.error.ErrorCode;
import io.varve.protocol.error.VarveException;
import java.util.concurrent.CompletableFuture;

/** The namespaces of the cluster, cached as the catalogue's topics are. For any thread; futures fail with VarveException only. */
public final class Namespaces implements AutoCloseable {
    private static final int MAX_CACHED = 10_000;

    private final NodeCache<NamespaceRecord> cache;

    /** The namespaces of this store. */
    public Namespaces(MetadataStore store) {
        this.cache = new NodeCache<>(store, ClusterPaths.NAMESPACES, MAX_CACHED, NamespaceRecord.JSON);
    }

    /** The namespace of this name; INVALID_ARGUMENT when there is none. */
    public CompletableFuture<NamespaceRecord> get(NamespaceName name) {
        return Failures.translate(
                "namespace " + name,
                cache.get(ClusterPaths.namespace(name))
                        .thenApply(found -> found.orElseThrow(() -> new VarveException(
                                ErrorCode.INVALID_ARGUMENT, "namespace " + name + " doesn't exist"))));
    }

    @Override
    public void close() {
        cache.close();
    }
}
