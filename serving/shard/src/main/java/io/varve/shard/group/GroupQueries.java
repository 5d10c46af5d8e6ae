/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.shard.group;

import io.varve.log.record.GroupMeta;
import io.varve.log.record.TopicPartitions;
import io.varve.protocol.error.ErrorCode;
import io.varve.protocol.error.VarveException;
import io.varve.protocol.name.GroupName;
import io.varve.protocol.name.TopicIds;
import io.varve.protocol.wire.CommittedOffset;
import io.varve.protocol.wire.CommittedOffsets;
import io.varve.protocol.wire.DescribeGroup;
import io.varve.protocol.wire.FetchCommitted;
import io.varve.protocol.wire.GroupInfo;
import io.varve.protocol.wire.GroupList;
import io.varve.protocol.wire.GroupMember;
import io.varve.protocol.wire.GroupSummary;
import io.varve.protocol.wire.TopicPartitionSet;
import io.varve.shard.answer.Reply;
import io.varve.shard.core.ShardCore;
import io.varve.shard.state.GroupSection;
import io.varve.shard.state.PartitionKey;
import java.util.HashSet;
import java.util.Set;
import java.util.UUID;

/** What can be asked of the stream groups of one shard. Owned by the shard's loop; answers are held until they are confirmed. */
public final class GroupQueries {
    private final ShardCore core;

    /** For one shard. */
    public GroupQueries(ShardCore core) {
        this.core = core;
    }

    /** Committed offsets of the asked partitions; those without a commit are left out. */
    public void fetchCommitted(GroupName name, FetchCommitted request, Reply<CommittedOffsets> reply) {
        GroupSection group = core.state().group(name.toString());
        if (group == null) {
            core.refuse(reply, notFound(name));
            return;
        }
        CommittedOffsets.Builder found = CommittedOffsets.newBuilder();
        for (TopicPartitionSet set : request.getPartitionsList()) {
            UUID topicId = TopicIds.of(set.getTopicId());
            for (int partition : set.getPartitionsList()) {
                PartitionKey key = new PartitionKey(topicId, partition);
                GroupSection.Commit commit = group.commits().get(key);
                if (commit != null) {
                    found.addOffsets(offset(key, commit));
                }
            }
        }
        core.answer(reply, found.build());
    }

    /** The groups of this shard, or those with a member or a commit on one topic. */
    public void list(String topic, UUID topicId, Reply<GroupList> reply) {
        GroupList.Builder list = GroupList.newBuilder();
        for (GroupSection group : core.state().groups()) {
            Set<String> topics = new HashSet<>();
            group.members().forEach(member -> topics.addAll(member.topics()));
            boolean committed = group.commits().keySet().stream()
                    .anyMatch(key -> key.topicId().equals(topicId));
            if (topic.isEmpty() || topics.contains(topic) || committed) {
                list.addGroups(GroupSummary.newBuilder()
                        .setGroup(group.name())
                        .setGroupId(TopicIds.toBytes(group.groupId()))
                        .setMembers(group.members().size())
                        .addAllTopics(topics.stream().sorted().toList()));
            }
        }
        core.answer(reply, list.build());
    }

    /** Members, what they hold, and all committed offsets. */
    public void describe(GroupName name, DescribeGroup request, Reply<GroupInfo> reply) {
        GroupSection group = core.state().group(name.toString());
        if (group == null) {
            core.refuse(reply, notFound(name));
            return;
        }
        GroupInfo.Builder info = GroupInfo.newBuilder()
                .setGroup(group.name())
                .setGroupId(TopicIds.toBytes(group.groupId()))
                .setEpoch(group.epoch());
        group.members().forEach(member -> info.addMembers(member(member)));
        group.commits().forEach((key, commit) -> info.addCommitted(offset(key, commit)));
        core.answer(reply, info.build());
    }

    private static GroupMember member(GroupMeta.Member member) {
        GroupMember.Builder shown = GroupMember.newBuilder()
                .setMemberId(member.memberId())
                .setClientId(member.clientId())
                .setMemberEpoch(member.memberEpoch())
                .addAllTopics(member.topics());
        for (TopicPartitions assigned : member.assigned()) {
            shown.addAssigned(TopicPartitionSet.newBuilder()
                    .setTopicId(TopicIds.toBytes(assigned.topicId()))
                    .addAllPartitions(assigned.partitions()));
        }
        return shown.build();
    }

    private static CommittedOffset offset(PartitionKey key, GroupSection.Commit commit) {
        return CommittedOffset.newBuilder()
                .setTopicId(TopicIds.toBytes(key.topicId()))
                .setPartition(key.partition())
                .setOffset(commit.offset())
                .setMetadata(commit.metadata())
                .build();
    }

    private static VarveException notFound(GroupName name) {
        return new VarveException(ErrorCode.GROUP_NOT_FOUND, "group " + name + " doesn't exist");
    }
}
