/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.shard.group;

import io.varve.cluster.TopicRecord;
import io.varve.log.record.GroupCommit;
import io.varve.log.record.GroupDeleted;
import io.varve.log.record.GroupMeta;
import io.varve.protocol.error.ErrorCode;
import io.varve.protocol.error.VarveException;
import io.varve.protocol.name.GroupName;
import io.varve.protocol.name.TopicIds;
import io.varve.protocol.wire.Assignment;
import io.varve.protocol.wire.CommitOffsets;
import io.varve.protocol.wire.CommittedOffset;
import io.varve.protocol.wire.Done;
import io.varve.protocol.wire.GroupSought;
import io.varve.protocol.wire.Heartbeat;
import io.varve.protocol.wire.JoinGroup;
import io.varve.protocol.wire.Joined;
import io.varve.protocol.wire.LeaveGroup;
import io.varve.protocol.wire.SeekGroup;
import io.varve.protocol.wire.TopicPartitionSet;
import io.varve.shard.answer.Reply;
import io.varve.shard.core.ShardCore;
import io.varve.shard.state.GroupSection;
import io.varve.shard.state.PartitionKey;
import io.varve.shard.state.PartitionSection;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * The stream groups of one shard. Heartbeats are soft; whatever they cause (a member joined, left, expired, holds other
 * partitions) is a record, so a successor goes on from it (I7). Owned by the shard's loop.
 */
public final class GroupCoordinator {
    /** Shortest and longest session of a member, in ms. */
    private static final int MIN_SESSION_MS = 5_000;

    private static final int MAX_SESSION_MS = 300_000;
    private static final int MAX_MEMBERS = 1_000;
    private static final int MAX_PARTITIONS = 10_000;
    private static final int MAX_HEARTBEAT_MS = 1_000;

    private final ShardCore core;
    private final RandomGenerator random;
    private final GroupTopics topics;
    private final Map<String, Long> lastHeard = new HashMap<>();

    /** For one shard; members that the log knows have their whole session from now on. */
    public GroupCoordinator(ShardCore core, RandomGenerator random, TopicLookup lookup) {
        this.core = core;
        this.random = random;
        this.topics = new GroupTopics(core.loop(), lookup, this::reconcileAll);
    }

    /** Takes a member in, creating the group when it isn't there. */
    public void join(GroupName name, JoinGroup request, List<TopicRecord> subscribed, Reply<Joined> reply) {
        answering(reply, () -> {
            requireBetween("session timeout ms", request.getSessionTimeoutMs(), MIN_SESSION_MS, MAX_SESSION_MS);
            requireBetween("length of the member id", request.getMemberId().length(), 1, 128);
            requireBetween(
                    "partitions of the topics",
                    subscribed.stream().mapToLong(TopicRecord::partitions).sum(),
                    1,
                    MAX_PARTITIONS);
            subscribed.forEach(topics::learn);
            GroupSection group = core.state().group(name.toString());
            Map<String, GroupMeta.Member> members = members(group);
            members.computeIfAbsent(request.getMemberId(), id -> newMember(group, request));
            requireBetween("members of the group", members.size(), 1, MAX_MEMBERS);
            members.computeIfPresent(request.getMemberId(), (id, member) -> subscribed(member, subscribed));
            UUID groupId = group == null ? new UUID(random.nextLong(), random.nextLong()) : group.groupId();
            change(groupId, name.toString(), group, members.values());
            hear(groupId, request.getMemberId());
            GroupMeta.Member member = member(core.state().group(name.toString()), request.getMemberId());
            core.answerAppended(
                    reply,
                    Joined.newBuilder()
                            .setGroupId(TopicIds.toBytes(groupId))
                            .setMemberEpoch(member.memberEpoch())
                            .setHeartbeatMs(Math.min(MAX_HEARTBEAT_MS, member.sessionTimeoutMs() / 3))
                            .build());
        });
    }

    /** Keeps a member alive, takes note of what it let go of, and tells it what it may read. */
    public void heartbeat(GroupName name, Heartbeat request, Reply<Assignment> reply) {
        answering(reply, () -> {
            GroupSection group = group(name);
            GroupMeta.Member member = present(group, request.getMemberId(), request.getMemberEpoch());
            hear(group.groupId(), member.memberId());
            release(group, member, request);
            core.answer(reply, assignment(group, member(group, member.memberId())));
        });
    }

    private void release(GroupSection group, GroupMeta.Member member, Heartbeat request) {
        if (member.revoking().isEmpty() || request.getAssignmentEpoch() < group.epoch()) {
            // It hasn't seen yet what it is to release, so that it doesn't list it says nothing.
            return;
        }
        Set<PartitionKey> held = keys(request.getHeldList());
        NavigableSet<PartitionKey> assigned = Reconciliation.keys(member.assigned());
        NavigableSet<PartitionKey> released = Reconciliation.keys(member.revoking());
        released.removeAll(held);
        if (!released.isEmpty()) {
            assigned.removeAll(released);
            Map<String, GroupMeta.Member> members = members(group);
            members.put(member.memberId(), Reconciliation.with(member, assigned, List.of()));
            change(group.groupId(), group.name(), group, members.values());
        }
    }

    /** Takes a member out at its own wish. */
    public void leave(GroupName name, LeaveGroup request, Reply<Done> reply) {
        answering(reply, () -> {
            GroupSection group = group(name);
            GroupMeta.Member member = present(group, request.getMemberId(), request.getMemberEpoch());
            remove(group, List.of(member.memberId()));
            core.answerAppended(reply, Done.getDefaultInstance());
        });
    }

    /** Takes out whoever wasn't heard of for the length of its session. Called every second or so. */
    public void expire() {
        long now = core.loop().nanoTime();
        for (GroupSection group : List.copyOf(core.state().groups())) {
            List<String> silent = new ArrayList<>();
            for (GroupMeta.Member member : group.members()) {
                long heard = lastHeard.computeIfAbsent(heardKey(group.groupId(), member.memberId()), key -> now);
                if (now - heard > TimeUnit.MILLISECONDS.toNanos(member.sessionTimeoutMs())) {
                    silent.add(member.memberId());
                }
            }
            if (!silent.isEmpty()) {
                remove(group, silent);
            }
        }
    }

    /** Looks at the topics of all groups again, for partitions that were added and topics that are gone. */
    public void refreshTopics() {
        core.state().groups().forEach(group -> topics.refresh(group.members()));
    }

    private void remove(GroupSection group, List<String> memberIds) {
        Map<String, GroupMeta.Member> members = members(group);
        for (String memberId : memberIds) {
            members.remove(memberId);
            lastHeard.remove(heardKey(group.groupId(), memberId));
        }
        change(group.groupId(), group.name(), group, members.values());
    }

    private void reconcileAll() {
        for (GroupSection group : List.copyOf(core.state().groups())) {
            List<GroupMeta.Member> next = Reconciliation.next(group.members(), topics.wanted(group.members()));
            if (!next.equals(group.members())) {
                core.append(
                        new GroupMeta(group.groupId(), group.name(), GroupMeta.Kind.STREAM, group.epoch() + 1, next));
            }
        }
    }

    private void change(UUID groupId, String name, @Nullable GroupSection group, Collection<GroupMeta.Member> members) {
        long epoch = group == null ? 1 : group.epoch() + 1;
        List<GroupMeta.Member> next = Reconciliation.next(members, topics.wanted(members));
        core.append(new GroupMeta(groupId, name, GroupMeta.Kind.STREAM, epoch, next));
    }

    // ---- progress ----

    /** Records a member's progress, all partitions or none. */
    public void commit(GroupName name, CommitOffsets request, Reply<Done> reply) {
        answering(reply, () -> {
            GroupSection group = group(name);
            GroupMeta.Member member = present(group, request.getMemberId(), request.getMemberEpoch());
            NavigableSet<PartitionKey> held = Reconciliation.keys(member.assigned());
            List<GroupCommit.Offset> offsets = new ArrayList<>();
            for (CommittedOffset offset : request.getOffsetsList()) {
                PartitionKey key = new PartitionKey(TopicIds.of(offset.getTopicId()), offset.getPartition());
                check(group, key, held, offset.getOffset(), request.getMoveBack());
                offsets.add(new GroupCommit.Offset(
                        key.topicId(), key.partition(), offset.getOffset(), offset.getMetadata()));
            }
            requireBetween("partitions of a commit", offsets.size(), 1, MAX_PARTITIONS);
            core.append(new GroupCommit(
                    group.groupId(),
                    member.memberId(),
                    member.memberEpoch(),
                    offsets,
                    core.clock().millis()));
            core.answerAppended(reply, Done.getDefaultInstance());
        });
    }

    private void check(
            GroupSection group, PartitionKey key, NavigableSet<PartitionKey> held, long offset, boolean moveBack) {
        String what = "commit of offset " + offset + " in " + topics.name(key.topicId()) + "-" + key.partition();
        if (!held.contains(key)) {
            throw new VarveException(
                    ErrorCode.INVALID_COMMIT,
                    what + ": the member doesn't hold this partition of group " + group.name());
        }
        GroupSection.Commit before = group.commits().get(key);
        if (offset < 0 || (before != null && offset < before.offset() && !moveBack)) {
            throw new VarveException(
                    ErrorCode.INVALID_COMMIT,
                    what + ": progress doesn't move back, it stands at " + (before == null ? 0 : before.offset()));
        }
        PartitionSection here = core.state().partition(key);
        if (here != null && offset > here.nextOffset()) {
            throw new VarveException(ErrorCode.INVALID_COMMIT, what + ": the partition ends at " + here.nextOffset());
        }
    }

    /**
     * Moves progress on purpose, for all partitions or none; members that hold one of them have to join again, so that they read
     * on from there and no commit from before takes it back.
     */
    public void seek(GroupName name, SeekGroup request, Reply<GroupSought> reply) {
        answering(reply, () -> {
            requireBetween("partitions of a seek", request.getOffsetsCount(), 1, MAX_PARTITIONS);
            GroupSection group = group(name);
            GroupSeek seek = GroupSeek.plan(group, request, core.state()::partition);
            if (request.getDryRun() || seek.movesNothing()) {
                core.answer(reply, seek.answer());
                return;
            }
            core.append(seek.commit(core.clock().millis()));
            core.append(seek.membersAfter());
            core.answerAppended(reply, seek.answer());
        });
    }

    /** Deletes a group without members, and all its progress. */
    public void delete(GroupName name, Reply<Done> reply) {
        answering(reply, () -> {
            GroupSection group = group(name);
            if (!group.members().isEmpty()) {
                throw new VarveException(
                        ErrorCode.INVALID_ARGUMENT,
                        "group " + name + " has " + group.members().size()
                                + " members; it is deleted when it has none");
            }
            core.append(new GroupDeleted(group.groupId()));
            core.answerAppended(reply, Done.getDefaultInstance());
        });
    }

    // ---- shared ----

    private void answering(Reply<?> reply, Runnable command) {
        try {
            command.run();
        } catch (VarveException refused) {
            core.refuse(reply, refused);
        }
    }

    private GroupSection group(GroupName name) {
        GroupSection group = core.state().group(name.toString());
        if (group == null) {
            throw new VarveException(ErrorCode.GROUP_NOT_FOUND, "group " + name + " doesn't exist");
        }
        return group;
    }

    private static GroupMeta.Member present(GroupSection group, String memberId, long memberEpoch) {
        GroupMeta.Member member = member(group, memberId);
        if (member.memberEpoch() != memberEpoch) {
            throw new VarveException(
                    ErrorCode.STALE_MEMBER_EPOCH,
                    "member " + memberId + " of group " + group.name() + " showed epoch " + memberEpoch
                            + ", its present one is " + member.memberEpoch());
        }
        return member;
    }

    private static GroupMeta.Member member(@Nullable GroupSection group, String memberId) {
        if (group != null) {
            for (GroupMeta.Member member : group.members()) {
                if (member.memberId().equals(memberId)) {
                    return member;
                }
            }
        }
        throw new VarveException(
                ErrorCode.UNKNOWN_MEMBER,
                "member " + memberId + " is not in group " + (group == null ? "" : group.name())
                        + ": it left, or its session expired");
    }

    private static Map<String, GroupMeta.Member> members(@Nullable GroupSection group) {
        Map<String, GroupMeta.Member> members = new TreeMap<>();
        if (group != null) {
            group.members().forEach(member -> members.put(member.memberId(), member));
        }
        return members;
    }

    private static GroupMeta.Member newMember(@Nullable GroupSection group, JoinGroup request) {
        return new GroupMeta.Member(
                request.getMemberId(),
                request.getClientId(),
                List.of(),
                request.getSessionTimeoutMs(),
                group == null ? 1 : group.epoch() + 1,
                List.of(),
                List.of());
    }

    private static GroupMeta.Member subscribed(GroupMeta.Member member, List<TopicRecord> subscribed) {
        return new GroupMeta.Member(
                member.memberId(),
                member.clientId(),
                subscribed.stream().map(topic -> topic.name().toString()).toList(),
                member.sessionTimeoutMs(),
                member.memberEpoch(),
                member.assigned(),
                member.revoking());
    }

    private Assignment assignment(GroupSection group, GroupMeta.Member member) {
        NavigableSet<PartitionKey> readable = Reconciliation.keys(member.assigned());
        readable.removeAll(Reconciliation.keys(member.revoking()));
        Assignment.Builder assignment =
                Assignment.newBuilder().setMemberEpoch(member.memberEpoch()).setAssignmentEpoch(group.epoch());
        for (PartitionKey key : readable) {
            if (!topics.knows(key.topicId())) {
                // The member finds its partitions by the topic's name, and would let go of what it isn't told.
                topics.refresh(List.of(member));
                throw new VarveException(
                        ErrorCode.UNAVAILABLE, "the topics of group " + group.name() + " are still being looked up");
            }
            GroupSection.Commit commit = group.commits().get(key);
            assignment
                    .addAssignedBuilder()
                    .setTopicId(TopicIds.toBytes(key.topicId()))
                    .setTopic(topics.name(key.topicId()))
                    .setPartition(key.partition())
                    .setCommittedOffset(commit == null ? -1 : commit.offset());
        }
        return assignment.build();
    }

    private static Set<PartitionKey> keys(List<TopicPartitionSet> sets) {
        Set<PartitionKey> keys = new HashSet<>();
        for (TopicPartitionSet set : sets) {
            UUID topicId = TopicIds.of(set.getTopicId());
            set.getPartitionsList().forEach(partition -> keys.add(new PartitionKey(topicId, partition)));
        }
        return keys;
    }

    private void hear(UUID groupId, String memberId) {
        lastHeard.put(heardKey(groupId, memberId), core.loop().nanoTime());
    }

    private static String heardKey(UUID groupId, String memberId) {
        return groupId + "/" + memberId;
    }

    private static void requireBetween(String what, long found, long min, long max) {
        if (found < min || found > max) {
            throw new VarveException(
                    ErrorCode.INVALID_ARGUMENT, what + ": " + found + " is not between " + min + " and " + max);
        }
    }
}
