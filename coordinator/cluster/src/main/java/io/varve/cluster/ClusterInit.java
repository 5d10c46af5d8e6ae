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
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Creates a cluster, once: its identity, its shards, and the namespace {@code public/default} on the first shard set. */
public final class ClusterInit {
    private static final Logger LOG = LoggerFactory.getLogger(ClusterInit.class);

    private final MetadataStore store;
    private final InstantSource clock;
    private final Supplier<UUID> ids;

    /** Creates clusters in this store. */
    public ClusterInit(MetadataStore store, InstantSource clock) {
        this(store, clock, UUID::randomUUID);
    }

    /**
     * Creates clusters in this store.
     *
     * @param ids for clusters; none is ever given twice
     */
    public ClusterInit(MetadataStore store, InstantSource clock, Supplier<UUID> ids) {
        this.store = store;
        this.clock = clock;
        this.ids = ids;
    }

    /** The cluster that is there, if any. Fails with VarveException, DAMAGED when the node at its place isn't a cluster's. */
    public CompletableFuture<Optional<ClusterNode>> find() {
        return Failures.translate("cluster", read());
    }

    /**
     * Creates a cluster where there is none. INVALID_ARGUMENT when there is one, or nodes of one: what a cluster is made of is
     * never overwritten.
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

    /** The cluster that is there, whatever its shards; or a new one with these shards. Fails as {@link #create} does. */
    public CompletableFuture<ClusterNode> createIfAbsent(List<ShardSet> shardSets) {
        return createOrFind(plan(shardSets));
    }

    private ClusterNode plan(List<ShardSet> shardSets) {
        if (shardSets.isEmpty()) {
            throw new IllegalArgumentException("a cluster needs at least one shard set");
        }
        return new ClusterNode(ids.get(), ClusterNode.FEATURE_LEVEL, clock.millis(), shardSets);
    }

    private CompletableFuture<ClusterNode> createOrFind(ClusterNode wanted) {
        NamespaceRecord namespace = NamespaceRecord.create(
                NamespaceName.DEFAULT, wanted.shardSets().get(0), wanted.featureLevel(), wanted.createdMs());
        List<Change> changes = List.of(
                new Change.Create(ClusterPaths.CLUSTER, ClusterNode.JSON.encode(wanted)),
                new Change.Create(
                        ClusterPaths.namespace(NamespaceName.DEFAULT), NamespaceRecord.JSON.encode(namespace)),
                new Change.Create(ClusterPaths.PRODUCER_IDS, ProducerIds.firstBlock()));
        return Failures.untilUncontended(
                "initialise cluster", () -> leftovers().thenCompose(leftovers -> read().thenCompose(found -> {
                    if (found.isPresent()) {
                        return CompletableFuture.completedFuture(found.get());
                    }
                    if (!leftovers.isEmpty()) {
                        throw new VarveException(
                                ErrorCode.INVALID_ARGUMENT,
                                "this metadata store holds no cluster, but nodes at " + leftovers
                                        + ": it is used for something else, or has lost a part of its data");
                    }
                    return create(wanted, changes);
                })));
    }

    private CompletableFuture<ClusterNode> create(ClusterNode wanted, List<Change> changes) {
        return store.multi(changes).thenApply(done -> {
            LOG.info(
                    "cluster created id={} shards={}",
                    wanted.clusterId(),
                    wanted.shards().size());
            return wanted;
        });
    }

    private CompletableFuture<Optional<ClusterNode>> read() {
        return store.get(ClusterPaths.CLUSTER)
                .thenApply(found -> found.map(node -> ClusterNode.JSON.decode(ClusterPaths.CLUSTER, node.bytes())));
    }

    /**
     * Paths at which there is what only a cluster has. To be asked for before the cluster itself: who creates it at this moment
     * makes all in one step.
     */
    private CompletableFuture<List<String>> leftovers() {
        List<CompletableFuture<Optional<String>>> looks = new ArrayList<>();
        for (String node : List.of(ClusterPaths.namespace(NamespaceName.DEFAULT), ClusterPaths.PRODUCER_IDS)) {
            looks.add(store.get(node).thenApply(found -> found.map(there -> node)));
        }
        for (String parent :
                List.of(ClusterPaths.ASSIGNMENT, ClusterPaths.BROKERS, ClusterPaths.TOPICS, ClusterPaths.TOPIC_IDS)) {
            looks.add(store.children(parent)
                    .thenApply(names -> names.isEmpty() ? Optional.empty() : Optional.of(parent)));
        }
        return Futures.all(looks)
                .thenApply(found -> found.stream().flatMap(Optional::stream).toList());
    }
}
