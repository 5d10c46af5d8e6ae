/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.client.admin;

import io.varve.client.cluster.Cluster;
import io.varve.client.reader.StartPosition;
import io.varve.client.transport.Completion;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * Topics, groups and the state of a cluster. May be used from any thread. Each call has a twin that ends in {@code Async} and
 * doesn't wait. Names are {@code name} or {@code tenant/namespace/name}.
 *
 * <p>What the methods have in common: they fail with INVALID_NAME, with UNREACHABLE or TIMEOUT after the client's request
 * timeout, and with UNKNOWN_OUTCOME if a change may have been made but no answer came.
 *
 * <pre>{@code
 * Admin admin = client.admin();
 * admin.createTopic(NewTopic.of("orders", 4).retention(Duration.ofDays(30)));
 * for (PartitionDescription partition : admin.describeTopic("orders").partitions()) {
 *     System.out.println(partition.partition() + ": " + partition.nextOffset());
 * }
 * }</pre>
 */
public final class Admin {
    private final TopicCommands topics;
    private final RecycleBin recycleBin;
    private final GroupCommands groups;
    private final NamespaceCommands namespaces;
    private final GroupSeeks seeks;
    private final SegmentCommands segments;
    private final ClusterCommands clusterCommands;
    private final PlacementCommands placement;

    /** Used by the client. */
    public Admin(Cluster cluster) {
        this.topics = new TopicCommands(cluster);
        this.recycleBin = new RecycleBin(cluster);
        this.groups = new GroupCommands(cluster);
        this.namespaces = new NamespaceCommands(cluster, groups);
        this.seeks = new GroupSeeks(cluster, topics);
        this.segments = new SegmentCommands(cluster);
        this.clusterCommands = new ClusterCommands(cluster);
        this.placement = new PlacementCommands(cluster);
    }

    /**
     * Creates a topic; returns when it can be used.
     *
     * @throws io.varve.protocol.error.VarveException TOPIC_EXISTS, INVALID_ARGUMENT
     */
    public TopicSummary createTopic(NewTopic topic) {
        return Completion.await(createTopicAsync(topic));
    }

    /** See {@link #createTopic}. */
    public CompletableFuture<TopicSummary> createTopicAsync(NewTopic topic) {
        return Completion.forUsers(topics.create(topic));
    }

    /**
     * Changes a topic. Producers and members of groups that are at work use new partitions within seconds; a reader of all
     * partitions stays with those that it began with.
     *
     * @param dryRun only says what would be
     * @throws io.varve.protocol.error.VarveException TOPIC_NOT_FOUND; INVALID_ARGUMENT for fewer partitions than there are
     */
    public AlteredTopic alterTopic(String topic, TopicChange change, boolean dryRun) {
        return Completion.await(alterTopicAsync(topic, change, dryRun));
    }

    /** See {@link #alterTopic}. */
    public CompletableFuture<AlteredTopic> alterTopicAsync(String topic, TopicChange change, boolean dryRun) {
        return Completion.forUsers(topics.alter(topic, change, dryRun));
    }

    /**
     * Deletes a topic. Its name is free at once; its records stay, and it can be restored, for as long as the brokers are
     * configured to keep it.
     *
     * @throws io.varve.protocol.error.VarveException TOPIC_NOT_FOUND
     */
    public DeletedTopic deleteTopic(String topic) {
        return Completion.await(deleteTopicAsync(topic));
    }

    /** See {@link #deleteTopic(String)}. */
    public CompletableFuture<DeletedTopic> deleteTopicAsync(String topic) {
        return deleteTopicAsync(topic, false, false);
    }

    /**
     * As {@link #deleteTopic(String)}.
     *
     * @param now for good, without a way back
     * @param dryRun only says what would be deleted
     */
    public DeletedTopic deleteTopic(String topic, boolean now, boolean dryRun) {
        return Completion.await(deleteTopicAsync(topic, now, dryRun));
    }

    /** See {@link #deleteTopic(String, boolean, boolean)}. */
    public CompletableFuture<DeletedTopic> deleteTopicAsync(String topic, boolean now, boolean dryRun) {
        return Completion.forUsers(topics.delete(topic, now, dryRun));
    }

    /** The deleted topics that can be restored, sorted by name. */
    public List<DeletedTopic> listDeletedTopics() {
        return Completion.await(listDeletedTopicsAsync());
    }

    /** See {@link #listDeletedTopics}. */
    public CompletableFuture<List<DeletedTopic>> listDeletedTopicsAsync() {
        return Completion.forUsers(recycleBin.list());
    }

    /**
     * Takes the deletion of a topic back: its id, its records and the progress of its groups are as they were.
     *
     * @param nameOrId the name it had, or its id if several had that name
     * @param as its name then; empty = the one it had
     * @throws io.varve.protocol.error.VarveException TOPIC_NOT_FOUND if no such topic is kept; TOPIC_EXISTS if the name is taken;
     *     INVALID_ARGUMENT if several had the name
     */
    public TopicSummary restoreTopic(String nameOrId, Optional<String> as) {
        return Completion.await(restoreTopicAsync(nameOrId, as));
    }

    /** See {@link #restoreTopic}. */
    public CompletableFuture<TopicSummary> restoreTopicAsync(String nameOrId, Optional<String> as) {
        return Completion.forUsers(recycleBin.restore(nameOrId, as));
    }

    /**
     * Gives a deleted topic up for good before its time, without a way back.
     *
     * @param nameOrId the name it had, or its id if several had that name
     * @param dryRun only says what would be given up
     * @throws io.varve.protocol.error.VarveException TOPIC_NOT_FOUND if no such topic is kept; INVALID_ARGUMENT if several had
     *     the name
     */
    public DeletedTopic purgeTopic(String nameOrId, boolean dryRun) {
        return Completion.await(purgeTopicAsync(nameOrId, dryRun));
    }

    /** See {@link #purgeTopic}. */
    public CompletableFuture<DeletedTopic> purgeTopicAsync(String nameOrId, boolean dryRun) {
        return Completion.forUsers(recycleBin.purge(nameOrId, dryRun));
    }

    /** All topics whose names start with the prefix, sorted; the empty prefix means all. Asks page after page. */
    public List<TopicSummary> listTopics(String prefix) {
        return Completion.await(listTopicsAsync(prefix));
    }

    /** See {@link #listTopics}. */
    public CompletableFuture<List<TopicSummary>> listTopicsAsync(String prefix) {
        return Completion.forUsers(topics.list(prefix));
    }

    /**
     * Some of the topics that {@link #listTopics} lists.
     *
     * @param after only names after this one; empty = from the start
     * @param limit how many at most, 1 to 1,000
     */
    public TopicPage listTopicPage(String prefix, String after, int limit) {
        return Completion.await(listTopicPageAsync(prefix, after, limit));
    }

    /** See {@link #listTopicPage}. */
    public CompletableFuture<TopicPage> listTopicPageAsync(String prefix, String after, int limit) {
        return Completion.forUsers(topics.page(prefix, after, limit));
    }

    /**
     * A topic with its partitions, as their owners tell.
     *
     * @throws io.varve.protocol.error.VarveException TOPIC_NOT_FOUND
     */
    public TopicDescription describeTopic(String topic) {
        return Completion.await(describeTopicAsync(topic));
    }

    /** See {@link #describeTopic}. */
    public CompletableFuture<TopicDescription> describeTopicAsync(String topic) {
        return Completion.forUsers(topics.describe(topic));
    }

    /**
     * Ends the present segment of every shard that holds a partition of the topic, so that all that was written before can be
     * tiered; returns when that is done.
     *
     * @return the shards that had an open segment with records, sorted
     * @throws io.varve.protocol.error.VarveException TOPIC_NOT_FOUND
     */
    public List<Integer> sealTopic(String topic) {
        return Completion.await(sealTopicAsync(topic));
    }

    /** See {@link #sealTopic(String)}. */
    public CompletableFuture<List<Integer>> sealTopicAsync(String topic) {
        return sealTopicAsync(topic, false);
    }

    /**
     * As {@link #sealTopic(String)}.
     *
     * @param dryRun only says which shards have an open segment
     */
    public List<Integer> sealTopic(String topic, boolean dryRun) {
        return Completion.await(sealTopicAsync(topic, dryRun));
    }

    /** See {@link #sealTopic(String, boolean)}. */
    public CompletableFuture<List<Integer>> sealTopicAsync(String topic, boolean dryRun) {
        return Completion.forUsers(dryRun ? topics.open(topic, clusterCommands.tierStatus()) : topics.seal(topic));
    }

    /**
     * An offset of a partition.
     *
     * @throws io.varve.protocol.error.VarveException TOPIC_NOT_FOUND, PARTITION_NOT_FOUND
     */
    public OffsetAt findOffset(String topic, int partition, StartPosition position) {
        return Completion.await(findOffsetAsync(topic, partition, position));
    }

    /** See {@link #findOffset}. */
    public CompletableFuture<OffsetAt> findOffsetAsync(String topic, int partition, StartPosition position) {
        return Completion.forUsers(topics.findOffset(topic, partition, position));
    }

    /**
     * What it takes to read a range of a partition straight from objects.
     *
     * @param fromOffset inclusive
     * @param toOffset exclusive; -1 = the present end
     * @throws io.varve.protocol.error.VarveException TOPIC_NOT_FOUND, PARTITION_NOT_FOUND, OFFSET_OUT_OF_RANGE
     */
    public ReplayPlan planReplay(String topic, int partition, long fromOffset, long toOffset) {
        return Completion.await(planReplayAsync(topic, partition, fromOffset, toOffset));
    }

    /** See {@link #planReplay}. */
    public CompletableFuture<ReplayPlan> planReplayAsync(String topic, int partition, long fromOffset, long toOffset) {
        return Completion.forUsers(topics.planReplay(topic, partition, fromOffset, toOffset));
    }

    /** The groups that read the topic or have commits for it, sorted; the empty name means all groups. Asks every broker. */
    public List<GroupSummary> listGroups(String topic) {
        return Completion.await(listGroupsAsync(topic));
    }

    /** See {@link #listGroups}. */
    public CompletableFuture<List<GroupSummary>> listGroupsAsync(String topic) {
        return Completion.forUsers(groups.list(topic));
    }

    /**
     * A group's members and its progress in each partition.
     *
     * @throws io.varve.protocol.error.VarveException GROUP_NOT_FOUND
     */
    public GroupDescription describeGroup(String group) {
        return Completion.await(describeGroupAsync(group));
    }

    /** See {@link #describeGroup}. */
    public CompletableFuture<GroupDescription> describeGroupAsync(String group) {
        return Completion.forUsers(groups.describe(group));
    }

    /**
     * Moves a group's progress in a topic, back or forward, also while it is read: its members go on from there within a
     * heartbeat. A commit that they had under way, or make before they have noticed, fails with STALE_MEMBER_EPOCH.
     *
     * @param partitions which ones; none = all
     * @param position where to
     * @param dryRun only says what would move
     * @return from where to where, by partition; what stood there already too
     * @throws io.varve.protocol.error.VarveException GROUP_NOT_FOUND, TOPIC_NOT_FOUND, PARTITION_NOT_FOUND; OFFSET_OUT_OF_RANGE
     *     for an offset that one of the partitions doesn't have
     */
    public List<ProgressMove> seekGroup(
            String group, String topic, Collection<Integer> partitions, StartPosition position, boolean dryRun) {
        return Completion.await(seekGroupAsync(group, topic, partitions, position, dryRun));
    }

    /** See {@link #seekGroup}. */
    public CompletableFuture<List<ProgressMove>> seekGroupAsync(
            String group, String topic, Collection<Integer> partitions, StartPosition position, boolean dryRun) {
        return Completion.forUsers(seeks.seek(group, topic, partitions, position, dryRun));
    }

    /**
     * Deletes a group with its commits.
     *
     * @throws io.varve.protocol.error.VarveException GROUP_NOT_FOUND; INVALID_ARGUMENT while it has members
     */
    public void deleteGroup(String group) {
        Completion.await(deleteGroupAsync(group));
    }

    /** See {@link #deleteGroup}. */
    public CompletableFuture<Void> deleteGroupAsync(String group) {
        return Completion.forUsers(groups.delete(group));
    }

    /**
     * Creates a namespace, and with its first one a tenant.
     *
     * @param name {@code tenant/namespace}
     * @throws io.varve.protocol.error.VarveException INVALID_NAME, NAMESPACE_EXISTS
     */
    public Namespace createNamespace(String name) {
        return Completion.await(createNamespaceAsync(name));
    }

    /** See {@link #createNamespace}. */
    public CompletableFuture<Namespace> createNamespaceAsync(String name) {
        return Completion.forUsers(namespaces.create(name));
    }

    /** The namespaces of a tenant, sorted by name; the empty tenant means all. */
    public List<Namespace> listNamespaces(String tenant) {
        return Completion.await(listNamespacesAsync(tenant));
    }

    /** See {@link #listNamespaces}. */
    public CompletableFuture<List<Namespace>> listNamespacesAsync(String tenant) {
        return Completion.forUsers(namespaces.list(tenant));
    }

    /**
     * A namespace.
     *
     * @throws io.varve.protocol.error.VarveException INVALID_NAME, NAMESPACE_NOT_FOUND
     */
    public Namespace describeNamespace(String name) {
        return Completion.await(describeNamespaceAsync(name));
    }

    /** See {@link #describeNamespace}. */
    public CompletableFuture<Namespace> describeNamespaceAsync(String name) {
        return Completion.forUsers(namespaces.describe(name));
    }

    /**
     * Deletes a namespace that is empty.
     *
     * @throws io.varve.protocol.error.VarveException NAMESPACE_NOT_FOUND; INVALID_ARGUMENT while it has topics, deleted ones that
     *     can be restored, or groups
     */
    public void deleteNamespace(String name) {
        deleteNamespace(name, false);
    }

    /**
     * As {@link #deleteNamespace(String)}.
     *
     * @param dryRun is refused as the deletion would be, and deletes nothing
     */
    public void deleteNamespace(String name, boolean dryRun) {
        Completion.await(deleteNamespaceAsync(name, dryRun));
    }

    /** See {@link #deleteNamespace(String, boolean)}. */
    public CompletableFuture<Void> deleteNamespaceAsync(String name, boolean dryRun) {
        return Completion.forUsers(namespaces.delete(name, dryRun));
    }

    /** The brokers that are there now. */
    public List<Broker> listBrokers() {
        return Completion.await(listBrokersAsync());
    }

    /** See {@link #listBrokers}. */
    public CompletableFuture<List<Broker>> listBrokersAsync() {
        return Completion.forUsers(clusterCommands.brokers());
    }

    /** How the cluster stands: brokers, shards, bookies, controller. */
    public ClusterStatus clusterStatus() {
        return Completion.await(clusterStatusAsync());
    }

    /** See {@link #clusterStatus}. */
    public CompletableFuture<ClusterStatus> clusterStatusAsync() {
        return Completion.forUsers(placement.status());
    }

    /**
     * Shards that should be owned by other brokers, in the order in which {@link #applyMoves} would have them moved: also those that
     * are left alone unasked, since brokers hardly differ.
     */
    public List<ShardMove> planMoves() {
        return Completion.await(planMovesAsync());
    }

    /** See {@link #planMoves}. */
    public CompletableFuture<List<ShardMove>> planMovesAsync() {
        return Completion.forUsers(placement.plan());
    }

    /**
     * Has all planned moves made, a few at a time, and returns them at once; {@link ClusterStatus#isSettled} tells when they are
     * done.
     */
    public List<ShardMove> applyMoves() {
        return Completion.await(applyMovesAsync());
    }

    /** See {@link #applyMoves}. */
    public CompletableFuture<List<ShardMove>> applyMovesAsync() {
        return Completion.forUsers(placement.apply());
    }

    /**
     * Has all shards moved away from a broker, and none given to it until {@link #undrainBroker}, also after it was started
     * again. Returns at once; to be called again to learn how far it is.
     *
     * @throws io.varve.protocol.error.VarveException INVALID_ARGUMENT for a broker that nobody knows, or that no other could
     *     stand in for
     */
    public DrainProgress drainBroker(String brokerId) {
        return Completion.await(drainBrokerAsync(brokerId));
    }

    /** See {@link #drainBroker}. */
    public CompletableFuture<DrainProgress> drainBrokerAsync(String brokerId) {
        return Completion.forUsers(placement.drain(brokerId, false));
    }

    /**
     * Lets a broker own shards again.
     *
     * @throws io.varve.protocol.error.VarveException INVALID_ARGUMENT for a broker that nobody knows
     */
    public DrainProgress undrainBroker(String brokerId) {
        return Completion.await(undrainBrokerAsync(brokerId));
    }

    /** See {@link #undrainBroker}. */
    public CompletableFuture<DrainProgress> undrainBrokerAsync(String brokerId) {
        return Completion.forUsers(placement.drain(brokerId, true));
    }

    /** The cluster's shards and who serves them. */
    public List<ShardDescription> listShards() {
        return Completion.await(listShardsAsync());
    }

    /** See {@link #listShards}. */
    public CompletableFuture<List<ShardDescription>> listShardsAsync() {
        return Completion.forUsers(clusterCommands.shards());
    }

    /**
     * Where the records of a topic are stored, by partition: in objects in the order of their offsets, then in ledgers.
     *
     * @throws io.varve.protocol.error.VarveException TOPIC_NOT_FOUND
     */
    public List<StoredRange> describeSegments(String topic) {
        return Completion.await(describeSegmentsAsync(topic));
    }

    /** See {@link #describeSegments}. */
    public CompletableFuture<List<StoredRange>> describeSegmentsAsync(String topic) {
        return Completion.forUsers(segments.describe(topic));
    }

    /** What is in object storage and what is on its way there. Asks every broker. */
    public TierStatus tierStatus() {
        return Completion.await(tierStatusAsync());
    }

    /** See {@link #tierStatus}. */
    public CompletableFuture<TierStatus> tierStatusAsync() {
        return Completion.forUsers(clusterCommands.tierStatus());
    }
}
