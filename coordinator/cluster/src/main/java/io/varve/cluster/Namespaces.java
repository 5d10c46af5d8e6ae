/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.cluster;

import io.varve.metadata.Change;
import io.varve.metadata.MetadataStore;
import io.varve.metadata.Versioned;
import io.varve.protocol.error.ErrorCode;
import io.varve.protocol.error.VarveException;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * The namespaces, read on demand and kept by a watch. A tenant has no node of its own: it is there with its first namespace. For
 * any thread.
 */
public final class Namespaces implements AutoCloseable {
    /** Most namespaces of a cluster: a listing of them is one answer. */
    public static final int MAX_NAMESPACES = 2_000;

    private static final int MAX_CACHED = 10_000;

    private final MetadataStore store;
    private final NodeCache<NamespaceRecord> cache;

    /** The namespaces of this store. */
    public Namespaces(MetadataStore store) {
        this.store = store;
        this.cache = new NodeCache<>(store, ClusterPaths.NAMESPACES, MAX_CACHED, NamespaceRecord.JSON);
    }

    /** The namespace of this name; NAMESPACE_NOT_FOUND when there is none. */
    public CompletableFuture<NamespaceRecord> get(NamespaceName name) {
        return Failures.translate(
                "namespace " + name,
                cache.get(ClusterPaths.namespace(name)).thenApply(found -> found.orElseThrow(() -> notFound(name))));
    }

    /**
     * The condition under which a topic may come into this namespace, as of now; NAMESPACE_NOT_FOUND when it is not there or
     * being deleted.
     */
    CompletableFuture<Change> isOpen(NamespaceName name) {
        String path = ClusterPaths.namespace(name);
        return store.get(path).thenApply(found -> {
            Versioned node = found.filter(there ->
                            NamespaceRecord.JSON.decode(path, there.bytes()).isActive())
                    .orElseThrow(() -> notFound(name));
            return new Change.Check(path, node.version());
        });
    }

    /** All namespaces, or those of one tenant, sorted by name; a tenant that isn't there has none. */
    public CompletableFuture<List<NamespaceRecord>> list(Optional<String> tenant) {
        CompletableFuture<List<String>> tenants = tenant.map(
                        one -> CompletableFuture.completedFuture(List.of(new NamespaceName(one, "any").tenant())))
                .orElseGet(() -> store.children(ClusterPaths.NAMESPACES));
        return Failures.translate(
                "list namespaces",
                tenants.thenCompose(names ->
                                Futures.all(names.stream().map(this::namesOf).toList()))
                        .thenCompose(names -> Futures.all(names.stream()
                                .flatMap(List::stream)
                                .map(name -> cache.get(ClusterPaths.namespace(name)))
                                .toList()))
                        .thenApply(found ->
                                found.stream().flatMap(Optional::stream).toList()));
    }

    private CompletableFuture<List<NamespaceName>> namesOf(String tenant) {
        return store.children(ClusterPaths.NAMESPACES + "/" + tenant).thenApply(names -> names.stream()
                .map(name -> new NamespaceName(tenant, name))
                .toList());
    }

    /**
     * Creates a namespace in the cluster's first shard set. NAMESPACE_EXISTS when the name is taken; INVALID_ARGUMENT when there
     * are {@link #MAX_NAMESPACES}.
     */
    public CompletableFuture<NamespaceRecord> create(NamespaceName name, ClusterReader cluster, InstantSource clock) {
        String path = ClusterPaths.namespace(name);
        return list(Optional.empty()).thenCompose(all -> {
            if (all.size() >= MAX_NAMESPACES) {
                throw new VarveException(
                        ErrorCode.INVALID_ARGUMENT,
                        "create namespace " + name + ": there are " + all.size() + " already, which is the limit");
            }
            return cluster.get().thenCompose(node -> {
                NamespaceRecord wanted =
                        NamespaceRecord.create(name, node.shardSets().get(0), node.featureLevel(), clock.millis());
                return Failures.untilUncontended("create namespace " + name, () -> store.get(path)
                        .thenCompose(found -> create(path, wanted, found)));
            });
        });
    }

    private CompletableFuture<NamespaceRecord> create(String path, NamespaceRecord wanted, Optional<Versioned> found) {
        if (found.isEmpty()) {
            return store.create(path, NamespaceRecord.JSON.encode(wanted)).thenApply(done -> wanted);
        }
        NamespaceRecord there = NamespaceRecord.JSON.decode(path, found.get().bytes());
        if (!there.isActive()) {
            // A deletion that was left half done; its groups stay where they are.
            return set(path, there.in(NamespaceRecord.State.ACTIVE), found.get().version());
        }
        if (there.equals(wanted)) {
            // By an attempt of ours whose reply was lost.
            return CompletableFuture.completedFuture(there);
        }
        throw new VarveException(ErrorCode.NAMESPACE_EXISTS, "namespace " + there.name() + " exists already");
    }

    /**
     * Deletes a namespace without topics. It takes no topic from when this begins; if it has one, it is as before.
     * NAMESPACE_NOT_FOUND when there is none; INVALID_ARGUMENT while it has topics, deleted ones that are kept among them, and
     * for {@code public/default}.
     *
     * @param catalogue knows the topics
     * @param deleted knows those that are kept
     * @param dryRun only says, by failing or not, what would be
     */
    public CompletableFuture<Void> delete(
            NamespaceName name, TopicCatalogue catalogue, DeletedTopics deleted, boolean dryRun) {
        if (name.equals(NamespaceName.DEFAULT)) {
            return CompletableFuture.failedFuture(
                    new VarveException(ErrorCode.INVALID_ARGUMENT, "namespace " + name + " can't be deleted"));
        }
        if (dryRun) {
            return get(name)
                    .thenCompose(there -> inUse(name, catalogue, deleted))
                    .thenAccept(topic -> topic.ifPresent(found -> {
                        throw hasA(found, name);
                    }));
        }
        String path = ClusterPaths.namespace(name);
        return Failures.untilUncontended(
                "delete namespace " + name, () -> store.get(path).thenCompose(found -> {
                    Versioned node = found.orElseThrow(() -> notFound(name));
                    NamespaceRecord there = NamespaceRecord.JSON.decode(path, node.bytes());
                    return set(path, there.in(NamespaceRecord.State.DELETING), node.version())
                            .thenCompose(closed -> inUse(name, catalogue, deleted))
                            .thenCompose(topic -> end(path, there, node.version() + 1, topic));
                }));
    }

    private CompletableFuture<Optional<String>> inUse(
            NamespaceName name, TopicCatalogue catalogue, DeletedTopics deleted) {
        return catalogue.list(name, "", "", 1).thenCombine(deleted.list(), (live, kept) -> live.topics().stream()
                .map(topic -> "topic " + topic.name())
                .findFirst()
                .or(() -> kept.stream()
                        .filter(topic -> topic.stage() == DeletedTopic.Stage.KEPT)
                        .map(topic -> topic.topic().name())
                        .filter(topic -> NamespaceName.of(topic).equals(name))
                        .map(topic -> "topic " + topic + ", which was deleted and can be restored")
                        .findFirst()));
    }

    private CompletableFuture<Void> end(String path, NamespaceRecord there, int version, Optional<String> topic) {
        if (topic.isEmpty()) {
            return store.delete(path, version).whenComplete((done, failure) -> cache.forget(path));
        }
        return set(path, there.in(NamespaceRecord.State.ACTIVE), version).thenApply(open -> {
            throw hasA(topic.get(), there.name());
        });
    }

    private static VarveException hasA(String topic, NamespaceName name) {
        return new VarveException(ErrorCode.INVALID_ARGUMENT, "namespace " + name + " has " + topic);
    }

    private CompletableFuture<NamespaceRecord> set(String path, NamespaceRecord record, int version) {
        return store.compareAndSet(path, NamespaceRecord.JSON.encode(record), version)
                .thenApply(newVersion -> record)
                .whenComplete((done, failure) -> cache.forget(path));
    }

    private static VarveException notFound(NamespaceName name) {
        return new VarveException(ErrorCode.NAMESPACE_NOT_FOUND, "namespace " + name + " doesn't exist");
    }

    @Override
    public void close() {
        cache.close();
    }
}
