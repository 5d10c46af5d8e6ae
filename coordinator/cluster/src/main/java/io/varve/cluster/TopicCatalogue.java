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
import io.varve.protocol.name.TopicName;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * All topics of the cluster, read on demand. A topic is a node under its name and one under its id; both appear and vanish
 * together. Reads come from a bounded cache that a watch keeps fresh: they may be late by the time that a notification takes,
 * and while the metadata store is cut off they give what was last known.
 *
 * <p>For any thread. Futures complete on threads of the metadata store, which must not be blocked, and fail with
 * {@link VarveException} only; besides those named at the methods with UNAVAILABLE, UNKNOWN_OUTCOME (changes only: ask what is
 * there before trying again), DAMAGED and UNSUPPORTED_VERSION.
 */
public final class TopicCatalogue implements AutoCloseable {
    /** Most topics in one page of a listing. */
    public static final int MAX_PAGE = 1_000;

    /** Most topics that are kept after their deletion: they are children of one node. */
    public static final int MAX_KEPT = 2_000;

    private static final int MAX_CACHED = 10_000;

    private final MetadataStore store;
    private final ClusterReader cluster;
    private final Namespaces namespaces;
    private final InstantSource clock;
    private final Duration recycleAfter;
    private final Supplier<UUID> ids;
    private final NodeCache<TopicRecord> topics;
    /** Where ids were last seen; checked against the topic at each use, so that it may be stale. */
    private final ConcurrentHashMap<UUID, TopicName> names = new ConcurrentHashMap<>();

    /**
     * A catalogue over this store.
     *
     * @param cluster knows the shards; closed by its owner
     * @param namespaces says which shard set a new topic gets; closed by its owner
     * @param clock for times of creation and deletion
     * @param recycleAfter how long deleted topics are kept; zero = not at all
     */
    public TopicCatalogue(
            MetadataStore store,
            ClusterReader cluster,
            Namespaces namespaces,
            InstantSource clock,
            Duration recycleAfter) {
        this(store, cluster, namespaces, clock, recycleAfter, UUID::randomUUID);
    }

    /**
     * The same with ids from elsewhere.
     *
     * @param ids for topics; none is ever given twice
     */
    public TopicCatalogue(
            MetadataStore store,
            ClusterReader cluster,
            Namespaces namespaces,
            InstantSource clock,
            Duration recycleAfter,
            Supplier<UUID> ids) {
        this.store = store;
        this.cluster = cluster;
        this.namespaces = namespaces;
        this.clock = clock;
        this.recycleAfter = recycleAfter;
        this.ids = ids;
        this.topics = new NodeCache<>(store, ClusterPaths.TOPICS, MAX_CACHED, this::decode);
    }

    private CompletableFuture<TopicRecord> decode(String path, Versioned node) {
        StoredTopic stored = StoredTopic.JSON.decode(path, node.bytes());
        return cluster.get(stored::isCoveredBy).thenApply(stored::resolve);
    }

    /**
     * Creates a topic with a new id, spread over the shard set of its namespace.
     *
     * @param partitions 1 to 10,000, else INVALID_ARGUMENT
     * @return the topic; TOPIC_EXISTS when the name is taken; NAMESPACE_NOT_FOUND when there is no such namespace
     */
    public CompletableFuture<TopicRecord> create(TopicName name, int partitions, TopicConfig config) {
        UUID topicId = ids.get();
        CompletableFuture<TopicRecord> planned = namespaces
                .get(NamespaceName.of(name))
                .thenCompose(namespace -> cluster.get(
                                known -> known.shardSet(namespace.shardSet()).isPresent())
                        .thenApply(known -> TopicRecord.create(
                                topicId,
                                name,
                                partitions,
                                namespace.shardSetIn(known),
                                config,
                                known.featureLevel(),
                                clock.millis())));
        return Failures.untilUncontended(
                "create topic " + name.shortName(),
                () -> planned.thenCompose(topic -> store.get(ClusterPaths.topic(name))
                        .thenCompose(present -> present.isPresent()
                                ? judge(topic, present.get())
                                : namespaces.isOpen(NamespaceName.of(name)).thenCompose(open -> write(topic, open)))));
    }

    private CompletableFuture<TopicRecord> write(TopicRecord topic, Change namespaceIsOpen) {
        return store.multi(List.of(
                        namespaceIsOpen,
                        new Change.Create(
                                ClusterPaths.topic(topic.name()), StoredTopic.JSON.encode(StoredTopic.of(topic))),
                        new Change.Create(ClusterPaths.topicId(topic.topicId()), TopicPointer.encode(topic.name()))))
                .thenApply(done -> remember(topic));
    }

    /** The name is taken: by an attempt of ours whose reply was lost, or by somebody else. */
    private CompletableFuture<TopicRecord> judge(TopicRecord wanted, Versioned present) {
        return decode(ClusterPaths.topic(wanted.name()), present).thenApply(found -> {
            if (found.topicId().equals(wanted.topicId())) {
                return remember(found);
            }
            throw new VarveException(
                    ErrorCode.TOPIC_EXISTS, "topic " + wanted.name().shortName() + " exists already");
        });
    }

    /** The topic of this name; TOPIC_NOT_FOUND when there is none. */
    public CompletableFuture<TopicRecord> get(TopicName name) {
        return Failures.translate(
                "topic " + name.shortName(), find(name).thenApply(found -> found.orElseThrow(() -> notFound(name))));
    }

    /** The topic of this id; TOPIC_NOT_FOUND when there is none or it is being deleted. */
    public CompletableFuture<TopicRecord> get(UUID topicId) {
        CompletableFuture<Optional<TopicRecord>> found = Optional.ofNullable(names.get(topicId))
                .map(name -> find(name).thenApply(topic -> withId(topic, topicId)))
                .orElseGet(() -> CompletableFuture.completedFuture(Optional.empty()));
        return Failures.translate(
                "topic " + topicId,
                found.thenCompose(topic ->
                                topic.isPresent() ? CompletableFuture.completedFuture(topic) : findByPointer(topicId))
                        .thenApply(topic -> topic.orElseThrow(() -> new VarveException(
                                ErrorCode.TOPIC_NOT_FOUND, "a topic with id " + topicId + " doesn't exist"))));
    }

    /** As {@link #get(UUID)}, past the cache. */
    public CompletableFuture<TopicRecord> read(UUID topicId) {
        TopicName name = names.get(topicId);
        if (name != null) {
            topics.forget(ClusterPaths.topic(name));
        }
        return get(topicId);
    }

    /** The topic of this id if it is known without asking. */
    public Optional<TopicRecord> known(UUID topicId) {
        return Optional.ofNullable(names.get(topicId))
                .flatMap(name -> withId(topics.known(ClusterPaths.topic(name)), topicId));
    }

    private CompletableFuture<Optional<TopicRecord>> find(TopicName name) {
        return topics.get(ClusterPaths.topic(name)).thenApply(found -> found.map(this::remember));
    }

    private CompletableFuture<Optional<TopicRecord>> findByPointer(UUID topicId) {
        names.remove(topicId);
        String path = ClusterPaths.topicId(topicId);
        return store.get(path).thenCompose(pointer -> {
            if (pointer.isEmpty()) {
                return CompletableFuture.completedFuture(Optional.empty());
            }
            TopicName name = TopicPointer.decode(path, pointer.get().bytes());
            // The pointer is newer than what the cache may hold under that name.
            topics.forget(ClusterPaths.topic(name));
            return find(name).thenApply(topic -> withId(topic, topicId));
        });
    }

    private static Optional<TopicRecord> withId(Optional<TopicRecord> topic, UUID topicId) {
        return topic.filter(found -> found.topicId().equals(topicId));
    }

    private TopicRecord remember(TopicRecord topic) {
        if (names.size() >= MAX_CACHED) {
            names.clear();
        }
        names.put(topic.topicId(), topic.name());
        return topic;
    }

    /**
     * Topics of a namespace, sorted by name.
     *
     * @param prefix only names within the namespace that start with this; may be empty
     * @param after only names greater than this one; empty = from the start
     * @param limit 1 to {@link #MAX_PAGE}, else INVALID_ARGUMENT
     */
    public CompletableFuture<TopicPage> list(NamespaceName namespace, String prefix, String after, int limit) {
        if (limit < 1 || limit > MAX_PAGE) {
            return CompletableFuture.failedFuture(new VarveException(
                    ErrorCode.INVALID_ARGUMENT, "list topics: limit " + limit + ", allowed is 1 to " + MAX_PAGE));
        }
        String root = ClusterPaths.topicsOf(namespace);
        return Failures.translate(
                "list topics of " + namespace,
                store.children(root)
                        .thenCompose(buckets -> Futures.all(buckets.stream()
                                .map(bucket -> store.children(root + "/" + bucket))
                                .toList()))
                        .thenCompose(buckets -> {
                            List<String> wanted = buckets.stream()
                                    .flatMap(List::stream)
                                    .filter(name -> name.startsWith(prefix) && name.compareTo(after) > 0)
                                    .sorted()
                                    .limit(limit + 1L)
                                    .toList();
                            return page(namespace, wanted, limit);
                        }));
    }

    private CompletableFuture<TopicPage> page(NamespaceName namespace, List<String> wanted, int limit) {
        return Futures.all(wanted.stream()
                        .limit(limit)
                        .map(name -> find(namespace.topic(name)))
                        .toList())
                // A topic may have been deleted since its name was read.
                .thenApply(found ->
                        new TopicPage(found.stream().flatMap(Optional::stream).toList(), wanted.size() > limit));
    }

    /**
     * Changes a topic. TOPIC_NOT_FOUND when there is none, INVALID_ARGUMENT for a change that can't be made.
     *
     * @param dryRun only says what the topic would be
     */
    public CompletableFuture<AlteredTopic> alter(TopicName name, TopicChange change, boolean dryRun) {
        String path = ClusterPaths.topic(name);
        AtomicReference<@Nullable AlteredTopic> tried = new AtomicReference<>();
        return Failures.untilUncontended("alter topic " + name.shortName(), () -> store.get(path)
                        .thenCompose(present -> decode(path, present.orElseThrow(() -> notFound(name)))
                                .thenCompose(topic -> {
                                    AlteredTopic before = tried.get();
                                    if (before != null && before.after().equals(topic)) {
                                        return CompletableFuture.completedFuture(before);
                                    }
                                    AlteredTopic altered = new AlteredTopic(topic, change.applyTo(topic));
                                    if (dryRun || altered.after().equals(topic)) {
                                        return CompletableFuture.completedFuture(altered);
                                    }
                                    tried.set(altered);
                                    return write(altered, present.get().version());
                                })))
                .whenComplete((altered, failure) -> topics.forget(path));
    }

    private CompletableFuture<AlteredTopic> write(AlteredTopic altered, int version) {
        TopicRecord topic = altered.after();
        return store.multi(List.of(
                        // Another topic that took the name meanwhile may have the same version.
                        new Change.Check(ClusterPaths.topicId(topic.topicId()), 0),
                        new Change.Set(
                                ClusterPaths.topic(topic.name()),
                                StoredTopic.JSON.encode(StoredTopic.of(topic)),
                                version)))
                .thenApply(done -> altered);
    }

    private static VarveException notFound(TopicName name) {
        return new VarveException(ErrorCode.TOPIC_NOT_FOUND, "topic " + name.shortName() + " doesn't exist");
    }

    /**
     * Frees the name at once. The topic is kept for a while, in which it can be restored, and then left to the shards that hold a
     * partition of it: see {@link DeletedTopics}. TOPIC_NOT_FOUND when there is none; BUSY when too many are kept.
     *
     * @param forGood isn't kept
     * @param dryRun only says what would be deleted
     */
    public CompletableFuture<DeletedTopic> delete(TopicName name, boolean forGood, boolean dryRun) {
        Duration keep = forGood ? Duration.ZERO : recycleAfter;
        if (dryRun) {
            return get(name).thenApply(topic -> deleted(topic, keep));
        }
        if (keep.isZero()) {
            return delete(name, keep);
        }
        return Failures.translate("delete topic " + name.shortName(), store.children(ClusterPaths.DELETED))
                .thenCompose(kept -> {
                    if (kept.size() >= MAX_KEPT) {
                        throw new VarveException(
                                ErrorCode.BUSY,
                                "delete topic " + name.shortName() + ": " + kept.size()
                                        + " deleted topics are kept, which is the limit; delete it for good");
                    }
                    return delete(name, keep);
                });
    }

    private CompletableFuture<DeletedTopic> delete(TopicName name, Duration keep) {
        String path = ClusterPaths.topic(name);
        AtomicReference<@Nullable DeletedTopic> tried = new AtomicReference<>();
        return Failures.untilUncontended("delete topic " + name.shortName(), () -> store.get(path)
                        .thenCompose(present -> present.isEmpty()
                                ? CompletableFuture.completedFuture(gone(name, tried.get()))
                                : decode(path, present.get())
                                        .thenCompose(topic ->
                                                delete(topic, present.get().version(), keep, tried))))
                .whenComplete((deleted, failure) -> topics.forget(path));
    }

    private static DeletedTopic gone(TopicName name, @Nullable DeletedTopic tried) {
        if (tried == null) {
            throw notFound(name);
        }
        return tried;
    }

    private CompletableFuture<DeletedTopic> delete(
            TopicRecord topic, int version, Duration keep, AtomicReference<@Nullable DeletedTopic> tried) {
        DeletedTopic before = tried.get();
        if (before != null && !before.topic().topicId().equals(topic.topicId())) {
            // The lost reply was to a deletion, and the name has been taken again.
            return CompletableFuture.completedFuture(before);
        }
        DeletedTopic deleted = deleted(topic, keep);
        tried.set(deleted);
        return move(deleted, version);
    }

    private DeletedTopic deleted(TopicRecord topic, Duration keep) {
        long now = clock.millis();
        return new DeletedTopic(
                topic.deleting(),
                topic.shards(),
                now,
                keep.isZero() ? DeletedTopic.Stage.FINAL : DeletedTopic.Stage.KEPT,
                now + keep.toMillis());
    }

    /**
     * Takes a deletion back: the topic has its id, its records and its settings again. TOPIC_NOT_FOUND when no such topic is
     * kept, TOPIC_EXISTS when the name is taken, NAMESPACE_NOT_FOUND when its namespace isn't there, INVALID_ARGUMENT for a name of
     * another tenant.
     *
     * @param as its name then; null = the one it had
     */
    public CompletableFuture<TopicRecord> restore(UUID topicId, @Nullable TopicName as) {
        String path = ClusterPaths.deleted(topicId);
        return Failures.untilUncontended("restore topic " + topicId, () -> store.get(path)
                .thenCompose(found -> found.isEmpty()
                        ? restoredBefore(topicId, as)
                        : decodeDeleted(path, found.get())
                                .thenCompose(deleted ->
                                        restore(deleted, as, found.get().version()))));
    }

    private CompletableFuture<DeletedTopic> decodeDeleted(String path, Versioned node) {
        DeletedTopic.Stored stored = DeletedTopic.Stored.JSON.decode(path, node.bytes());
        return cluster.get(stored.topic()::isCoveredBy).thenApply(stored::resolve);
    }

    /** By an attempt of ours whose reply was lost, or by somebody else. */
    private CompletableFuture<TopicRecord> restoredBefore(UUID topicId, @Nullable TopicName as) {
        return findByPointer(topicId).thenApply(found -> found.filter(
                        topic -> as == null || topic.name().equals(as))
                .orElseThrow(() -> new VarveException(
                        ErrorCode.TOPIC_NOT_FOUND, "no deleted topic with id " + topicId + " is kept")));
    }

    private CompletableFuture<TopicRecord> restore(DeletedTopic deleted, @Nullable TopicName as, int version) {
        TopicName was = deleted.topic().name();
        TopicName name = as == null ? was : as;
        if (deleted.stage() == DeletedTopic.Stage.FINAL) {
            throw new VarveException(
                    ErrorCode.TOPIC_NOT_FOUND,
                    "the deletion of topic " + was.shortName() + " with id "
                            + deleted.topic().topicId() + " is final");
        }
        if (!name.tenant().equals(was.tenant())) {
            throw new VarveException(
                    ErrorCode.INVALID_ARGUMENT,
                    "topic " + was.shortName() + " can't be restored as " + name.shortName() + ": it belongs to tenant "
                            + was.tenant());
        }
        TopicRecord topic = deleted.topic().restored(name);
        return namespaces
                .isOpen(NamespaceName.of(name))
                .thenCombine(store.get(ClusterPaths.topic(name)), Map::entry)
                .thenCompose(known -> {
                    if (known.getValue().isPresent()) {
                        throw new VarveException(
                                ErrorCode.TOPIC_EXISTS, "topic " + name.shortName() + " exists already");
                    }
                    return store.multi(List.of(
                            known.getKey(),
                            new Change.Delete(ClusterPaths.deleted(topic.topicId()), version),
                            new Change.Create(ClusterPaths.topic(name), StoredTopic.JSON.encode(StoredTopic.of(topic))),
                            new Change.Create(ClusterPaths.topicId(topic.topicId()), TopicPointer.encode(name))));
                })
                .thenApply(done -> {
                    topics.forget(ClusterPaths.topic(name));
                    return remember(topic);
                });
    }

    private CompletableFuture<DeletedTopic> move(DeletedTopic deleted, int version) {
        TopicRecord topic = deleted.topic();
        return store.multi(List.of(
                        new Change.Delete(ClusterPaths.topic(topic.name()), version),
                        new Change.Delete(ClusterPaths.topicId(topic.topicId()), -1),
                        new Change.Create(
                                ClusterPaths.deleted(topic.topicId()),
                                DeletedTopic.Stored.JSON.encode(DeletedTopic.Stored.of(deleted)))))
                .thenApply(done -> deleted);
    }

    @Override
    public void close() {
        topics.close();
    }
}
