/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.transport;

import io.varve.cluster.GroupPlacement;
import io.varve.cluster.TopicCatalogue;
import io.varve.cluster.TopicRecord;
import io.varve.protocol.error.ErrorCode;
import io.varve.protocol.error.VarveException;
import io.varve.protocol.frame.CommandType;
import io.varve.protocol.name.GroupName;
import io.varve.protocol.name.TopicName;
import io.varve.protocol.wire.Assignment;
import io.varve.protocol.wire.CommitOffsets;
import io.varve.protocol.wire.CommittedOffsets;
import io.varve.protocol.wire.DeleteGroup;
import io.varve.protocol.wire.DescribeGroup;
import io.varve.protocol.wire.Done;
import io.varve.protocol.wire.FetchCommitted;
import io.varve.protocol.wire.GroupInfo;
import io.varve.protocol.wire.GroupList;
import io.varve.protocol.wire.GroupSought;
import io.varve.protocol.wire.GroupSummary;
import io.varve.protocol.wire.Heartbeat;
import io.varve.protocol.wire.JoinGroup;
import io.varve.protocol.wire.Joined;
import io.varve.protocol.wire.LeaveGroup;
import io.varve.protocol.wire.ListGroups;
import io.varve.protocol.wire.SeekGroup;
import io.varve.shard.Shard;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;

/** Stream groups: each command goes to the shard that holds its group. */
final class GroupCommands {
    /** A member that names more topics than this reads something else than a list that somebody wrote. */
    private static final int MAX_TOPICS = 1_000;

    private static final UUID NO_TOPIC = new UUID(0, 0);

    private final Routes routes;
    private final GroupPlacement groups;
    private final TopicCatalogue topics;

    GroupCommands(Routes routes, GroupPlacement groups, TopicCatalogue topics) {
        this.routes = routes;
        this.groups = groups;
        this.topics = topics;
    }

    /** What a group's shard is told, or asked; on the shard's loop. */
    private interface Told {
        void tell(Shard shard, GroupName group);
    }

    void addTo(CommandTable table) {
        table.on(CommandType.JOIN_GROUP, this::join);
        table.on(CommandType.HEARTBEAT, this::heartbeat);
        table.on(CommandType.LEAVE_GROUP, this::leave);
        table.on(CommandType.COMMIT_OFFSETS, this::commit);
        table.on(CommandType.FETCH_COMMITTED, this::fetchCommitted);
        table.on(CommandType.DESCRIBE_GROUP, this::describe);
        table.on(CommandType.DELETE_GROUP, this::delete);
        table.on(CommandType.SEEK_GROUP, this::seek);
        table.on(CommandType.LIST_GROUPS, this::list);
    }

    private void join(Request<JoinGroup, Joined> request) {
        JoinGroup command = request.command();
        GroupName name = GroupName.parse(command.getGroup()).requireUnreserved();
        if (command.getTopicsCount() > MAX_TOPICS) {
            throw new VarveException(
                    ErrorCode.INVALID_ARGUMENT,
                    command.getTopicsCount() + " topics in one subscription; the limit is " + MAX_TOPICS);
        }
        List<CompletableFuture<TopicRecord>> lookups = command.getTopicsList().stream()
                .map(topic -> topics.get(TopicName.parse(topic)))
                .toList();
        CompletableFuture<List<TopicRecord>> subscribed = CompletableFuture.allOf(
                        lookups.toArray(CompletableFuture[]::new))
                .thenApply(all -> lookups.stream().map(CompletableFuture::join).toList());
        routes.when(
                request,
                subscribed,
                found -> tell(request, name, (shard, group) -> shard.groups(request)
                        .ifPresent(members -> members.join(group, command, found, request))));
    }

    private void heartbeat(Request<Heartbeat, Assignment> request) {
        Heartbeat command = request.command();
        tell(request, GroupName.parse(command.getGroup()), (shard, group) -> shard.groups(request)
                .ifPresent(members -> members.heartbeat(group, command, request)));
    }

    private void leave(Request<LeaveGroup, Done> request) {
        LeaveGroup command = request.command();
        tell(request, GroupName.parse(command.getGroup()), (shard, group) -> shard.groups(request)
                .ifPresent(members -> members.leave(group, command, request)));
    }

    private void commit(Request<CommitOffsets, Done> request) {
        CommitOffsets command = request.command();
        tell(request, GroupName.parse(command.getGroup()), (shard, group) -> shard.groups(request)
                .ifPresent(members -> members.commit(group, command, request)));
    }

    private void delete(Request<DeleteGroup, Done> request) {
        tell(request, GroupName.parse(request.command().getGroup()), (shard, group) -> shard.groups(request)
                .ifPresent(members -> members.delete(group, request)));
    }

    private void seek(Request<SeekGroup, GroupSought> request) {
        SeekGroup command = request.command();
        GroupName name = GroupName.parse(command.getGroup());
        routes.toTopic(request, command.getTopicId(), topic -> {
            // Throws for a partition that the topic doesn't have.
            command.getOffsetsList().forEach(offset -> topic.shardOf(offset.getPartition()));
            tell(request, name, (shard, group) -> shard.groups(request)
                    .ifPresent(members -> members.seek(group, command, request)));
        });
    }

    private void fetchCommitted(Request<FetchCommitted, CommittedOffsets> request) {
        FetchCommitted command = request.command();
        tell(request, GroupName.parse(command.getGroup()), (shard, group) -> shard.groupQueries(request)
                .ifPresent(queries -> queries.fetchCommitted(group, command, request)));
    }

    private void describe(Request<DescribeGroup, GroupInfo> request) {
        DescribeGroup command = request.command();
        tell(request, GroupName.parse(command.getGroup()), (shard, group) -> shard.groupQueries(request)
                .ifPresent(queries -> queries.describe(group, command, request)));
    }

    private void list(Request<ListGroups, GroupList> request) {
        String topic = request.command().getTopic();
        if (topic.isEmpty()) {
            ask(request, "", NO_TOPIC);
        } else {
            routes.when(
                    request,
                    topics.get(TopicName.parse(topic)),
                    found -> ask(request, found.name().toString(), found.topicId()));
        }
    }

    private void ask(Request<ListGroups, GroupList> request, String topic, UUID topicId) {
        Gather.<GroupList, GroupList>ask(
                routes,
                request,
                routes.here(),
                (shard, reply) -> shard.groupQueries(reply).ifPresent(queries -> queries.list(topic, topicId, reply)),
                GroupCommands::merge);
    }

    private void tell(Request<?, ?> request, GroupName name, Told told) {
        routes.when(
                request,
                groups.shardOf(name),
                shardId -> routes.toShard(request, shardId, shard -> told.tell(shard, name)));
    }

    private static GroupList merge(Collection<GroupList> parts) {
        return GroupList.newBuilder()
                .addAllGroups(parts.stream()
                        .flatMap(part -> part.getGroupsList().stream())
                        .sorted(Comparator.comparing(GroupSummary::getGroup))
                        .toList())
                .build();
    }
}
