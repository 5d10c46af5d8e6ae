/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.client.fake;

import com.google.protobuf.ByteString;
import io.varve.protocol.error.ErrorCode;
import io.varve.protocol.error.VarveException;
import io.varve.protocol.wire.AssignedPartition;
import io.varve.protocol.wire.Assignment;
import io.varve.protocol.wire.CommitOffsets;
import io.varve.protocol.wire.CommittedOffset;
import io.varve.protocol.wire.GroupInfo;
import io.varve.protocol.wire.GroupMember;
import io.varve.protocol.wire.GroupSought;
import io.varve.protocol.wire.GroupSummary;
import io.varve.protocol.wire.Heartbeat;
import io.varve.protocol.wire.JoinGroup;
import io.varve.protocol.wire.Joined;
import io.varve.protocol.wire.PartitionMove;
import io.varve.protocol.wire.PartitionOffset;
import io.varve.protocol.wire.SeekGroup;
import io.varve.protocol.wire.TopicPartitionSet;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** One stream group: a partition is handed on only after its former member released it. Touched on the fake's thread only. */
final class FakeGroup {
    private static final int HEARTBEAT_MILLIS = 20;

    final String name;
    final Map<String, Member> members = new TreeMap<>();
    final Map<Place, Long> committed = new TreeMap<>();
    private final FakeCluster cluster;
    private final Map<Place, String> holders = new TreeMap<>();
    private final Map<Place, String> targets = new TreeMap<>();
    private final Map<Place, Long> changedAt = new TreeMap<>();
    private long epoch;
    private long assignmentEpoch;

    FakeGroup(FakeCluster cluster, String name) {
        this.cluster = cluster;
        this.name = name;
    }

    Joined join(JoinGroup join) {
        Member member = members.get(join.getMemberId());
        if (member == null) {
            member = new Member(++epoch, join.getClientId(), List.copyOf(join.getTopicsList()));
            members.put(join.getMemberId(), member);
            target();
        }
        return Joined.newBuilder()
                .setMemberEpoch(member.epoch)
                .setHeartbeatMs(HEARTBEAT_MILLIS)
                .build();
    }

    Assignment heartbeat(Heartbeat heartbeat) {
        String id = heartbeat.getMemberId();
        Member member = member(id, heartbeat.getMemberEpoch());
        Set<Place> held = new HashSet<>();
        for (TopicPartitionSet set : heartbeat.getHeldList()) {
            set.getPartitionsList().forEach(number -> held.add(new Place(set.getTopic(), number)));
        }
        holders.entrySet()
                .removeIf(entry -> entry.getValue().equals(id)
                        && !id.equals(targets.get(entry.getKey()))
                        && !held.contains(entry.getKey())
                        && heartbeat.getAssignmentEpoch() >= changedAt.getOrDefault(entry.getKey(), 0L));
        Assignment.Builder assignment = Assignment.newBuilder().setMemberEpoch(member.epoch);
        targets.forEach((place, target) -> {
            if (target.equals(id) && holders.putIfAbsent(place, id) == null) {
                assignmentEpoch++;
            }
            if (target.equals(id) && id.equals(holders.get(place))) {
                assignment.addAssigned(AssignedPartition.newBuilder()
                        .setTopic(place.topic)
                        .setTopicId(cluster.named(place.topic).info().getTopicId())
                        .setPartition(place.partition)
                        .setCommittedOffset(committed.getOrDefault(place, -1L)));
            }
        });
        return assignment.setAssignmentEpoch(assignmentEpoch).build();
    }

    void leave(String id) {
        if (members.remove(id) == null) {
            throw new VarveException(ErrorCode.UNKNOWN_MEMBER, "no member " + id);
        }
        holders.values().removeIf(id::equals);
        target();
    }

    void expireAll() {
        members.clear();
        holders.clear();
        target();
    }

    void commit(CommitOffsets commit) {
        member(commit.getMemberId(), commit.getMemberEpoch());
        Map<Place, Long> offsets = new TreeMap<>();
        for (CommittedOffset offset : commit.getOffsetsList()) {
            FakeTopic topic = topic(offset.getTopicId());
            Place place = new Place(topic.name, offset.getPartition());
            boolean back = offset.getOffset() < committed.getOrDefault(place, 0L);
            if (!commit.getMemberId().equals(holders.get(place)) || (back && !commit.getMoveBack())) {
                throw new VarveException(ErrorCode.INVALID_COMMIT, "not held, or back: " + place);
            }
            offsets.put(place, offset.getOffset());
        }
        committed.putAll(offsets);
    }

    GroupSought seek(SeekGroup seek) {
        FakeTopic topic = topic(seek.getTopicId());
        GroupSought.Builder answer = GroupSought.newBuilder();
        for (PartitionOffset offset : seek.getOffsetsList()) {
            Place place = new Place(topic.name, offset.getPartition());
            answer.addMoves(PartitionMove.newBuilder()
                    .setPartition(place.partition)
                    .setFromOffset(committed.getOrDefault(place, -1L))
                    .setToOffset(offset.getOffset()));
            if (!seek.getDryRun()) {
                committed.put(place, offset.getOffset());
                members.computeIfPresent(
                        holders.getOrDefault(place, ""),
                        (id, member) -> new Member(++epoch, member.clientId, member.topics));
            }
        }
        return answer.build();
    }

    private FakeTopic topic(ByteString topicId) {
        return cluster.topics.values().stream()
                .filter(each -> each.info().getTopicId().equals(topicId))
                .findFirst()
                .orElseThrow();
    }

    GroupSummary summary() {
        Set<String> topics = new TreeSet<>();
        members.values().forEach(member -> topics.addAll(member.topics));
        return GroupSummary.newBuilder()
                .setGroup(name)
                .setMembers(members.size())
                .addAllTopics(topics)
                .build();
    }

    GroupInfo info() {
        GroupInfo.Builder info = GroupInfo.newBuilder().setGroup(name).setEpoch(epoch);
        members.forEach((id, member) -> {
            GroupMember.Builder described = GroupMember.newBuilder()
                    .setMemberId(id)
                    .setClientId(member.clientId)
                    .setMemberEpoch(member.epoch)
                    .addAllTopics(member.topics);
            holders.forEach((place, holder) -> {
                if (holder.equals(id)) {
                    described.addAssigned(TopicPartitionSet.newBuilder()
                            .setTopicId(cluster.named(place.topic).info().getTopicId())
                            .addPartitions(place.partition));
                }
            });
            info.addMembers(described);
        });
        committed.forEach((place, offset) -> info.addCommitted(CommittedOffset.newBuilder()
                .setTopicId(cluster.named(place.topic).info().getTopicId())
                .setPartition(place.partition)
                .setOffset(offset)));
        return info.build();
    }

    private Member member(String id, long memberEpoch) {
        Member member = members.get(id);
        if (member == null) {
            throw new VarveException(ErrorCode.UNKNOWN_MEMBER, "no member " + id);
        }
        if (member.epoch != memberEpoch) {
            throw new VarveException(ErrorCode.STALE_MEMBER_EPOCH, "epoch is " + member.epoch);
        }
        return member;
    }

    /** Deals the partitions of the topics out to the members that want them, in turn. */
    void target() {
        Map<Place, String> before = new TreeMap<>(targets);
        targets.clear();
        Set<String> topics = new TreeSet<>();
        members.values().forEach(member -> topics.addAll(member.topics));
        for (String topic : topics) {
            List<String> wanting = new ArrayList<>();
            members.forEach((id, member) -> {
                if (member.topics.contains(topic)) {
                    wanting.add(id);
                }
            });
            int count = cluster.named(topic).partitions.size();
            for (int partition = 0; partition < count; partition++) {
                targets.put(new Place(topic, partition), wanting.get(partition % wanting.size()));
            }
        }
        assignmentEpoch++;
        targets.forEach((place, target) -> {
            if (!target.equals(before.get(place))) {
                changedAt.put(place, assignmentEpoch);
            }
        });
    }

    record Place(String topic, int partition) implements Comparable<Place> {
        @Override
        public int compareTo(Place other) {
            int byTopic = topic.compareTo(other.topic);
            return byTopic != 0 ? byTopic : Integer.compare(partition, other.partition);
        }
    }

    record Member(long epoch, String clientId, List<String> topics) {}
}
