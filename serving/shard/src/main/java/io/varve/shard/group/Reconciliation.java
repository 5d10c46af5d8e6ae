/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.shard.group;

import io.varve.log.record.GroupMeta;
import io.varve.log.record.TopicPartitions;
import io.varve.shard.state.PartitionKey;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;

/**
 * The next assignment of a group from the present one (KIP-848's incremental scheme): a partition that should go elsewhere is
 * marked as being revoked, and only when its holder has let go of it does the next one get it. Pure.
 */
final class Reconciliation {
    private Reconciliation() {}

    /**
     * Members with what they should hold as far as it is free.
     *
     * @param members present members; {@code assigned} includes what is being revoked
     * @param wanted for each member id the partitions of its topics
     */
    static List<GroupMeta.Member> next(
            Collection<GroupMeta.Member> members, NavigableMap<String, Set<PartitionKey>> wanted) {
        Map<String, NavigableSet<PartitionKey>> held = new TreeMap<>();
        Set<PartitionKey> taken = new HashSet<>();
        for (GroupMeta.Member member : members) {
            NavigableSet<PartitionKey> keys = keys(member.assigned());
            held.put(member.memberId(), keys);
            taken.addAll(keys);
        }
        NavigableMap<String, NavigableSet<PartitionKey>> target = Assignor.target(wanted, held);
        List<GroupMeta.Member> next = new ArrayList<>();
        for (GroupMeta.Member member : members) {
            NavigableSet<PartitionKey> goal = target.getOrDefault(member.memberId(), new TreeSet<>());
            NavigableSet<PartitionKey> assigned = new TreeSet<>(held.getOrDefault(member.memberId(), new TreeSet<>()));
            NavigableSet<PartitionKey> revoking = new TreeSet<>(assigned);
            revoking.removeAll(goal);
            for (PartitionKey key : goal) {
                if (!taken.contains(key)) {
                    assigned.add(key);
                }
            }
            next.add(with(member, assigned, revoking));
        }
        return List.copyOf(next);
    }

    /** The member with other holdings. */
    static GroupMeta.Member with(
            GroupMeta.Member member, Collection<PartitionKey> assigned, Collection<PartitionKey> revoking) {
        return new GroupMeta.Member(
                member.memberId(),
                member.clientId(),
                member.topics(),
                member.sessionTimeoutMs(),
                member.memberEpoch(),
                byTopic(assigned),
                byTopic(revoking));
    }

    /** The partitions of a stored list. */
    static NavigableSet<PartitionKey> keys(List<TopicPartitions> stored) {
        NavigableSet<PartitionKey> keys = new TreeSet<>();
        for (TopicPartitions topic : stored) {
            topic.partitions().forEach(partition -> keys.add(new PartitionKey(topic.topicId(), partition)));
        }
        return keys;
    }

    private static List<TopicPartitions> byTopic(Collection<PartitionKey> keys) {
        NavigableMap<UUID, List<Integer>> byTopic = new TreeMap<>();
        for (PartitionKey key : new TreeSet<>(keys)) {
            byTopic.computeIfAbsent(key.topicId(), id -> new ArrayList<>()).add(key.partition());
        }
        List<TopicPartitions> list = new ArrayList<>();
        byTopic.forEach((topicId, partitions) -> list.add(new TopicPartitions(topicId, partitions)));
        return list;
    }
}
