/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.client.admin;

import io.varve.client.cluster.Cluster;
import io.varve.client.cluster.GroupRoute;
import io.varve.client.cluster.OffsetLookup;
import io.varve.client.cluster.Repeat;
import io.varve.client.reader.StartPosition;
import io.varve.client.record.TopicPartition;
import io.varve.protocol.frame.CommandType;
import io.varve.protocol.name.GroupName;
import io.varve.protocol.name.TopicIds;
import io.varve.protocol.name.TopicName;
import io.varve.protocol.wire.CommittedOffset;
import io.varve.protocol.wire.DeleteGroup;
import io.varve.protocol.wire.DescribeGroup;
import io.varve.protocol.wire.Done;
import io.varve.protocol.wire.GroupInfo;
import io.varve.protocol.wire.GroupList;
import io.varve.protocol.wire.GroupMember;
import io.varve.protocol.wire.ListGroups;
import io.varve.protocol.wire.OffsetFound;
import io.varve.protocol.wire.OffsetQuery;
import io.varve.protocol.wire.TopicPartitionSet;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** The admin's commands about stream groups. */
final class GroupCommands {
    private static final long NOTHING_COMMITTED = -1;

    private final Cluster cluster;

    GroupCommands(Cluster cluster) {
        this.cluster = cluster;
    }

    CompletableFuture<List<GroupSummary>> list(String topic) {
        return TopicCommands.checked(() -> {
            String full = topic.isEmpty() ? "" : TopicName.parse(topic).toString();
            return new ClusterCommands(cluster)
                    .askAll(
                            CommandType.LIST_GROUPS,
                            ListGroups.newBuilder().setTopic(full).build(),
                            GroupList.class)
                    .thenApply(lists -> lists.stream()
                            .flatMap(list -> list.getGroupsList().stream())
                            .map(group -> new GroupSummary(
                                    GroupName.parse(group.getGroup()).shortName(),
                                    group.getMembers(),
                                    group.getTopicsList().stream()
                                            .map(GroupCommands::shortTopic)
                                            .toList()))
                            .sorted(Comparator.comparing(GroupSummary::name))
                            .toList());
        });
    }

    CompletableFuture<Void> delete(String group) {
        return TopicCommands.checked(() -> {
            GroupName name = GroupName.parse(group);
            return cluster.ask(
                            new GroupRoute(cluster, name),
                            CommandType.DELETE_GROUP,
                            DeleteGroup.newBuilder().setGroup(name.toString()).build(),
                            Done.class,
                            Repeat.IF_NOT_APPLIED)
                    .thenAccept(done -> {});
        });
    }

    CompletableFuture<GroupDescription> describe(String group) {
        return TopicCommands.checked(() -> {
            GroupName name = GroupName.parse(group);
            return cluster.ask(
                            new GroupRoute(cluster, name),
                            CommandType.DESCRIBE_GROUP,
                            DescribeGroup.newBuilder().setGroup(name.toString()).build(),
                            GroupInfo.class,
                            Repeat.ALWAYS)
                    .thenCompose(this::describe);
        });
    }

    private CompletableFuture<GroupDescription> describe(GroupInfo info) {
        Set<UUID> ids = new HashSet<>();
        Set<String> likely = new TreeSet<>();
        for (GroupMember member : info.getMembersList()) {
            likely.addAll(member.getTopicsList());
            member.getAssignedList().forEach(set -> ids.add(TopicIds.of(set.getTopicId())));
        }
        info.getCommittedList().forEach(offset -> ids.add(TopicIds.of(offset.getTopicId())));
        return new TopicNames(cluster).of(ids, likely).thenCompose(names -> describe(info, names));
    }

    private CompletableFuture<GroupDescription> describe(GroupInfo info, Map<UUID, String> names) {
        List<GroupDescription.Member> members = new ArrayList<>();
        Map<TopicPartition, String> readers = new HashMap<>();
        for (GroupMember member : info.getMembersList()) {
            List<TopicPartition> assigned = partitions(member.getAssignedList(), names);
            members.add(new GroupDescription.Member(
                    member.getMemberId(),
                    member.getClientId(),
                    member.getTopicsList().stream()
                            .map(GroupCommands::shortTopic)
                            .toList(),
                    assigned));
            assigned.forEach(partition -> readers.put(partition, member.getMemberId()));
        }
        Map<TopicPartition, Long> committed = new TreeMap<>();
        for (CommittedOffset offset : info.getCommittedList()) {
            String topic = names.get(TopicIds.of(offset.getTopicId()));
            if (topic != null) {
                committed.put(new TopicPartition(topic, offset.getPartition()), offset.getOffset());
            }
        }
        Set<TopicPartition> all = new TreeSet<>(readers.keySet());
        all.addAll(committed.keySet());
        List<CompletableFuture<GroupPartition>> progress = new ArrayList<>();
        for (TopicPartition partition : all) {
            progress.add(OffsetLookup.find(
                            cluster,
                            TopicName.parse(partition.topic()),
                            partition.partition(),
                            OffsetQuery.OFFSET_LATEST,
                            0)
                    .thenApply(ends -> progress(
                            partition,
                            Optional.ofNullable(readers.get(partition)),
                            committed.getOrDefault(partition, NOTHING_COMMITTED),
                            ends)));
        }
        String name = GroupName.parse(info.getGroup()).shortName();
        return Gather.all(progress)
                .thenCompose(this::withTimes)
                .thenApply(partitions -> new GroupDescription(name, List.copyOf(members), partitions));
    }

    private CompletableFuture<List<GroupPartition>> withTimes(List<GroupPartition> partitions) {
        Map<TopicPartition, StartPosition> behind = new TreeMap<>();
        for (GroupPartition partition : partitions) {
            if (partition.lagRecords() > 0) {
                behind.put(
                        partition.partition(),
                        partition.committedOffset() == NOTHING_COMMITTED
                                ? StartPosition.earliest()
                                : StartPosition.at(partition.committedOffset()));
            }
        }
        return FirstRecordTimes.at(cluster, behind).thenApply(times -> {
            Instant now = Instant.now();
            return partitions.stream()
                    .map(partition -> withTime(partition, times.get(partition.partition()), now))
                    .toList();
        });
    }

    private static GroupPartition progress(
            TopicPartition partition, Optional<String> reader, long committed, OffsetFound ends) {
        long from = Math.max(committed, ends.getFirstOffset());
        long lag = Math.max(0, ends.getNextOffset() - from);
        return new GroupPartition(
                partition,
                reader,
                committed,
                ends.getNextOffset(),
                lag,
                lag == 0 ? Optional.of(Duration.ZERO) : Optional.empty());
    }

    private static GroupPartition withTime(GroupPartition partition, @Nullable Instant oldest, Instant now) {
        if (oldest == null) {
            return partition;
        }
        Duration lag = Duration.between(oldest, now);
        return new GroupPartition(
                partition.partition(),
                partition.memberId(),
                partition.committedOffset(),
                partition.nextOffset(),
                partition.lagRecords(),
                Optional.of(lag.isNegative() ? Duration.ZERO : lag));
    }

    private static List<TopicPartition> partitions(List<TopicPartitionSet> sets, Map<UUID, String> names) {
        List<TopicPartition> partitions = new ArrayList<>();
        for (TopicPartitionSet set : sets) {
            String topic = names.get(TopicIds.of(set.getTopicId()));
            if (topic != null) {
                set.getPartitionsList().forEach(number -> partitions.add(new TopicPartition(topic, number)));
            }
        }
        return partitions;
    }

    private static String shortTopic(String full) {
        return TopicName.parse(full).shortName();
    }
}
