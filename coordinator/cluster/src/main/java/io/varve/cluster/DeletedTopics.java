/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.cluster;

import io.varve.metadata.MetadataStore;
import io.varve.metadata.Versioned;
import io.varve.protocol.error.ErrorCode;
import io.varve.protocol.error.VarveException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;

/**
 * Topics that shards still hold something of. Until its time has come an entry is kept and nothing happens to the topic's data.
 * Once it is final, each owner of a pending shard records the deletion in the shard's log and then reports it here; when all
 * have, the entry vanishes. Shards may be idle for months, so entries last.
 *
 * <p>For any thread. Futures complete on threads of the metadata store and fail with VarveException only.
 */
public final class DeletedTopics implements AutoCloseable {
    private final MetadataStore store;
    private final ClusterReader cluster;
    private final NodeCache<DeletedTopic> cache;

    /**
     * The deleted topics of this store.
     *
     * @param cluster knows the shards; closed by its owner
     */
    public DeletedTopics(MetadataStore store, ClusterReader cluster) {
        this.store = store;
        this.cluster = cluster;
        this.cache = new NodeCache<>(store, ClusterPaths.DELETED, TopicCatalogue.MAX_KEPT, this::decode);
    }

    /** All of them, in no order; may be late by the time that a notification takes. */
    public CompletableFuture<List<DeletedTopic>> list() {
        return Failures.translate(
                "list deleted topics",
                store.children(ClusterPaths.DELETED)
                        .thenCompose(ids -> Futures.all(ids.stream()
                                .map(id -> cache.get(ClusterPaths.DELETED + "/" + id))
                                .toList()))
                        .thenApply(found ->
                                found.stream().flatMap(Optional::stream).toList()));
    }

    /** The deleted topic of this id, or empty when there is none or every shard has given it up. */
    public CompletableFuture<Optional<DeletedTopic>> get(UUID topicId) {
        String path = ClusterPaths.deleted(topicId);
        return Failures.translate(
                "deleted topic " + topicId,
                store.get(path)
                        .thenCompose(found -> found.isEmpty()
                                ? CompletableFuture.completedFuture(Optional.empty())
                                : decode(path, found.get()).thenApply(Optional::of)));
    }

    private CompletableFuture<DeletedTopic> decode(String path, Versioned node) {
        DeletedTopic.Stored stored = DeletedTopic.Stored.JSON.decode(path, node.bytes());
        return cluster.get(stored.topic()::isCoveredBy).thenApply(stored::resolve);
    }

    /**
     * Makes the deletion final, so that shards give the topic up. Doing so twice, or for a topic that was restored or is gone, is
     * a success.
     */
    public CompletableFuture<Void> makeFinal(UUID topicId) {
        String path = ClusterPaths.deleted(topicId);
        return Failures.untilUncontended("make deletion of topic " + topicId + " final", () -> store.get(path)
                .thenCompose(found ->
                        found.isEmpty() ? CompletableFuture.completedFuture(null) : makeFinal(path, found.get())));
    }

    /**
     * Makes a deletion final before its time. Doing so twice is a success while shards still hold something of the topic;
     * TOPIC_NOT_FOUND when it was restored or is gone.
     */
    public CompletableFuture<Void> purge(UUID topicId) {
        String path = ClusterPaths.deleted(topicId);
        return Failures.untilUncontended("purge topic " + topicId, () -> store.get(path)
                .thenCompose(found -> makeFinal(
                        path,
                        found.orElseThrow(() -> new VarveException(
                                ErrorCode.TOPIC_NOT_FOUND, "no deleted topic with id " + topicId + " is kept")))));
    }

    private CompletableFuture<Void> makeFinal(String path, Versioned node) {
        return decode(path, node)
                .thenCompose(deleted -> deleted.stage() == DeletedTopic.Stage.FINAL
                        ? CompletableFuture.completedFuture(null)
                        : write(path, deleted.forGood(), node.version()));
    }

    private CompletableFuture<Void> write(String path, DeletedTopic deleted, int version) {
        return store.compareAndSet(path, DeletedTopic.Stored.JSON.encode(DeletedTopic.Stored.of(deleted)), version)
                .thenAccept(newVersion -> {});
    }

    /**
     * Reports that a shard has given the topic up, by a record in its log that is confirmed. Reporting twice, or for a topic
     * that is gone, is a success.
     */
    public CompletableFuture<Void> finish(UUID topicId, int shard) {
        String path = ClusterPaths.deleted(topicId);
        return Failures.untilUncontended("finish deletion of topic " + topicId, () -> store.get(path)
                .thenCompose(found -> found.isEmpty()
                        ? CompletableFuture.completedFuture(null)
                        : decode(path, found.get())
                                .thenCompose(deleted ->
                                        report(path, deleted, shard, found.get().version()))));
    }

    private CompletableFuture<Void> report(String path, DeletedTopic deleted, int shard, int version) {
        if (!deleted.pendingShards().contains(shard)) {
            return CompletableFuture.completedFuture(null);
        }
        DeletedTopic left = deleted.without(shard);
        return left.pendingShards().isEmpty() ? store.delete(path, version) : write(path, left, version);
    }

    /** Calls the listener, on a thread of the metadata store, after a topic was deleted and whenever {@link #list} has to be asked again; once now. */
    public MetadataStore.Watch watch(Runnable listener) {
        return store.watch(ClusterPaths.DELETED, path -> listener.run());
    }

    @Override
    public void close() {
        cache.close();
    }
}
