/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.transport;

import io.varve.cluster.AlteredTopic;
import io.varve.cluster.DeletedTopic;
import io.varve.cluster.DeletedTopics;
import io.varve.cluster.NamespaceName;
import io.varve.cluster.TopicCatalogue;
import io.varve.cluster.TopicChange;
import io.varve.cluster.TopicConfig;
import io.varve.cluster.TopicPage;
import io.varve.cluster.TopicRecord;
import io.varve.protocol.error.ErrorCode;
import io.varve.protocol.error.VarveException;
import io.varve.protocol.frame.CommandType;
import io.varve.protocol.name.TopicIds;
import io.varve.protocol.name.TopicName;
import io.varve.protocol.partition.MovedKeys;
import io.varve.protocol.wire.AlterTopic;
import io.varve.protocol.wire.CreateTopic;
import io.varve.protocol.wire.DeleteTopic;
import io.varve.protocol.wire.DeletedTopicInfo;
import io.varve.protocol.wire.DeletedTopicList;
import io.varve.protocol.wire.Done;
import io.varve.protocol.wire.GetTopic;
import io.varve.protocol.wire.ListDeletedTopics;
import io.varve.protocol.wire.ListTopics;
import io.varve.protocol.wire.PartitionOwner;
import io.varve.protocol.wire.PurgeTopic;
import io.varve.protocol.wire.RestoreTopic;
import io.varve.protocol.wire.TopicAltered;
import io.varve.protocol.wire.TopicInfo;
import io.varve.protocol.wire.TopicList;
import io.varve.protocol.wire.TopicSummary;
import java.util.Comparator;
import java.util.Map;
import java.util.OptionalInt;
import java.util.OptionalLong;

/** The catalogue of topics, which any broker serves. */
final class TopicCommands {
    private final TopicCatalogue topics;
    private final DeletedTopics deleted;
    private final Redirects redirects;

    TopicCommands(TopicCatalogue topics, DeletedTopics deleted, Redirects redirects) {
        this.topics = topics;
        this.deleted = deleted;
        this.redirects = redirects;
    }

    void addTo(CommandTable table) {
        table.on(CommandType.CREATE_TOPIC, this::create);
        table.on(CommandType.GET_TOPIC, this::get);
        table.on(CommandType.LIST_TOPICS, this::list);
        table.on(CommandType.DELETE_TOPIC, this::delete);
        table.on(CommandType.ALTER_TOPIC, this::alter);
        table.on(CommandType.LIST_DELETED_TOPICS, this::listDeleted);
        table.on(CommandType.RESTORE_TOPIC, this::restore);
        table.on(CommandType.PURGE_TOPIC, this::purge);
    }

    private void create(Request<CreateTopic, TopicInfo> request) {
        CreateTopic command = request.command();
        TopicName name = TopicName.parse(command.getTopic()).requireUnreserved();
        TopicConfig config = new TopicConfig(
                command.getConfig().getRetentionMs(),
                command.getConfig().getRetentionBytes(),
                command.getConfig().getDedupWindowMs(),
                Map.of());
        ClusterCommands.answer(
                request, topics.create(name, command.getPartitions(), config).thenApply(this::toInfo));
    }

    private void get(Request<GetTopic, TopicInfo> request) {
        TopicName name = TopicName.parse(request.command().getTopic());
        ClusterCommands.answer(request, topics.get(name).thenApply(this::toInfo));
    }

    private void delete(Request<DeleteTopic, DeletedTopicInfo> request) {
        DeleteTopic command = request.command();
        TopicName name = TopicName.parse(command.getTopic()).requireUnreserved();
        ClusterCommands.answer(
                request,
                topics.delete(name, command.getNow(), command.getDryRun()).thenApply(TopicCommands::toDeleted));
    }

    private void listDeleted(Request<ListDeletedTopics, DeletedTopicList> request) {
        String prefix = request.command().getPrefix();
        ClusterCommands.answer(request, deleted.list().thenApply(all -> DeletedTopicList.newBuilder()
                .addAllTopics(all.stream()
                        .filter(topic -> topic.stage() == DeletedTopic.Stage.KEPT)
                        .filter(topic -> topic.topic().name().toString().startsWith(prefix))
                        .sorted(Comparator.comparing((DeletedTopic topic) ->
                                        topic.topic().name().toString())
                                .thenComparing(DeletedTopic::deletedMs))
                        .map(TopicCommands::toDeleted)
                        .toList())
                .build()));
    }

    private void restore(Request<RestoreTopic, TopicInfo> request) {
        RestoreTopic command = request.command();
        TopicName as = command.getAs().isEmpty()
                ? null
                : TopicName.parse(command.getAs()).requireUnreserved();
        ClusterCommands.answer(
                request, topics.restore(TopicIds.of(command.getTopicId()), as).thenApply(this::toInfo));
    }

    private void purge(Request<PurgeTopic, Done> request) {
        ClusterCommands.answer(
                request,
                deleted.purge(TopicIds.of(request.command().getTopicId()))
                        .thenApply(done -> Done.getDefaultInstance()));
    }

    private static DeletedTopicInfo toDeleted(DeletedTopic deleted) {
        return DeletedTopicInfo.newBuilder()
                .setTopic(deleted.topic().name().shortName())
                .setTopicId(TopicIds.toBytes(deleted.topic().topicId()))
                .setPartitions(deleted.topic().partitions())
                .setDeletedMs(deleted.deletedMs())
                .setFinalMs(deleted.finalMs())
                .build();
    }

    private void alter(Request<AlterTopic, TopicAltered> request) {
        AlterTopic command = request.command();
        TopicName name = TopicName.parse(command.getTopic()).requireUnreserved();
        TopicChange change = new TopicChange(
                command.getPartitions() == 0 ? OptionalInt.empty() : OptionalInt.of(command.getPartitions()),
                command.hasRetentionMs() ? OptionalLong.of(command.getRetentionMs()) : OptionalLong.empty(),
                command.hasRetentionBytes() ? OptionalLong.of(command.getRetentionBytes()) : OptionalLong.empty(),
                command.hasDedupWindowMs() ? OptionalLong.of(command.getDedupWindowMs()) : OptionalLong.empty());
        ClusterCommands.answer(
                request, topics.alter(name, change, command.getDryRun()).thenApply(this::toAltered));
    }

    private TopicAltered toAltered(AlteredTopic altered) {
        int before = altered.before().partitions();
        MovedKeys moved = MovedKeys.between(before, altered.after().partitions());
        return TopicAltered.newBuilder()
                .setTopic(toInfo(altered.after()))
                .setPartitionsBefore(before)
                .setMovedKeys(moved.moved())
                .setMovedKeysOf(moved.of())
                .build();
    }

    private void list(Request<ListTopics, TopicList> request) {
        ListTopics command = request.command();
        Listed prefix = Listed.parse("prefix", command.getPrefix());
        String after = command.getAfter();
        if (!after.isEmpty()) {
            Listed last = Listed.parse("after", after);
            if (!last.namespace.equals(prefix.namespace)) {
                throw new VarveException(
                        ErrorCode.INVALID_ARGUMENT,
                        "after is in " + last.namespace + ", prefix in " + prefix.namespace);
            }
            after = last.local;
        }
        int limit = command.getLimit() == 0 ? TopicCatalogue.MAX_PAGE : command.getLimit();
        ClusterCommands.answer(
                request,
                topics.list(prefix.namespace, prefix.local, after, limit).thenApply(TopicCommands::toList));
    }

    /**
     * The namespace in which topics are listed, and the first letters of their names there. Written as a topic's name is: alone
     * for {@code public/default}, else behind tenant and namespace.
     */
    private record Listed(NamespaceName namespace, String local) {
        static Listed parse(String field, String text) {
            String[] parts = text.split("/", -1);
            return switch (parts.length) {
                case 1 -> new Listed(NamespaceName.DEFAULT, text);
                case 3 -> new Listed(new NamespaceName(parts[0], parts[1]), parts[2]);
                default ->
                    throw new VarveException(
                            ErrorCode.INVALID_ARGUMENT, field + " is neither `topic` nor `tenant/namespace/topic`");
            };
        }
    }

    private TopicInfo toInfo(TopicRecord topic) {
        TopicInfo.Builder info = TopicInfo.newBuilder()
                .setTopic(topic.name().shortName())
                .setTopicId(TopicIds.toBytes(topic.topicId()))
                .setConfig(toWire(topic.config()))
                .setCreatedMs(topic.createdMs())
                .setKeyMappingEpoch(topic.keyMappingEpoch());
        for (int partition = 0; partition < topic.partitions(); partition++) {
            int shard = topic.shardOf(partition);
            PartitionOwner.Builder owner =
                    PartitionOwner.newBuilder().setPartition(partition).setShard(shard);
            redirects.ownerOf(shard).ifPresent(owner::setOwner);
            info.addPartitions(owner);
        }
        return info.build();
    }

    private static TopicList toList(TopicPage page) {
        TopicList.Builder list = TopicList.newBuilder().setMore(page.more());
        for (TopicRecord topic : page.topics()) {
            list.addTopics(TopicSummary.newBuilder()
                    .setTopic(topic.name().shortName())
                    .setTopicId(TopicIds.toBytes(topic.topicId()))
                    .setPartitions(topic.partitions())
                    .setConfig(toWire(topic.config())));
        }
        return list.build();
    }

    private static io.varve.protocol.wire.TopicConfig toWire(TopicConfig config) {
        return io.varve.protocol.wire.TopicConfig.newBuilder()
                .setRetentionMs(config.retentionMs())
                .setRetentionBytes(config.retentionBytes())
                .setDedupWindowMs(config.dedupWindowMs())
                .build();
    }
}
