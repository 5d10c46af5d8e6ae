/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.cluster;

import io.varve.metadata.Change;
import io.varve.metadata.MetadataStore;
import io.varve.protocol.error.ErrorCode;
import io.varve.protocol.error.VarveException;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Creates a cluster, once: its identity, its shards, and the namespace {@code public/default} on the first shard set. */
public final class ClusterInit {
    private static final Logger LOG = LoggerFactory.getLogger(ClusterInit.class);

    private final MetadataStore store;
    private final InstantSource clock;

    /** Creates clusters in this store. */
    public ClusterInit(MetadataStore store, InstantSource clock) {
        this.store = store;
        this.clock = clock;
    }

    /**
     * Creates a cluster where there is none. INVALID_ARGUMENT when there is one: what a cluster is made of is never overwritten.
     *
     * @param shardSets at least one
     */
    public CompletableFuture<ClusterNode> create(List<ShardSet> shardSets) {
        ClusterNode wanted = plan(shardSets);
        return createOrFind(wanted).thenApply(found -> {
            if (!found.clusterId().equals(wanted.clusterId())) {
                throw new VarveException(
                        ErrorCode.INVALID_ARGUMENT,
                        "this metadata store holds cluster " + found.clusterId()
                                + " already; it can't be initialised again");
            }
            return found;
        });
    }

    /** The cluster that is there, whatever its shards; or a new one with these shards. */
    public CompletableFuture<ClusterNode> createIfAbsent(List<ShardSet> shardSets) {
        return createOrFind(plan(shardSets));
    }

    private ClusterNode plan(List<ShardSet> shardSets) {
        if (shardSets.isEmpty()) {
            throw new IllegalArgumentException("a cluster needs at least one shard set");
        }
        return new ClusterNode(UUID.randomUUID(), ClusterNode.FEATURE_LEVEL, clock.millis(), shardSets);
    }

    private CompletableFuture<ClusterNode> createOrFind(ClusterNode wanted) {
        NamespaceRecord namespace = NamespaceRecord.create(
                NamespaceName.DEFAULT, wanted.shardSets().get(0), wanted.featureLevel(), wanted.createdMs());
        List<Change> changes = List.of(
                new Change.Create(ClusterPaths.CLUSTER, ClusterNode.JSON.encode(wanted)),
                new Change.Create(
                        ClusterPaths.namespace(NamespaceName.DEFAULT), NamespaceRecord.JSON.encode(namespace)),
                new Change.Create(ClusterPaths.PRODUCER_IDS, ProducerIds.firstBlock()));
        return Failures.untilUncontended("initialise cluster", () -> store.get(ClusterPaths.CLUSTER)
                .thenCompose(found -> found.isPresent()
                        ? CompletableFuture.completedFuture(ClusterNode.JSON.decode(
                                ClusterPaths.CLUSTER, found.get().bytes()))
                        : store.multi(changes).thenApply(done -> {
                            LOG.info(
                                    "cluster created id={} shards={}",
                                    wanted.clusterId(),
                                    wanted.shards().size());
                            return wanted;
                        })));
    }
}
