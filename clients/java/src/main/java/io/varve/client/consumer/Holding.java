/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.client.consumer;

import io.varve.client.reader.StartPosition;
import io.varve.client.record.TopicPartition;
import io.varve.protocol.error.ErrorCode;
import io.varve.protocol.error.VarveException;
import io.varve.protocol.wire.AssignedPartition;
import io.varve.protocol.wire.Assignment;
import io.varve.protocol.wire.CommitOffsets;
import io.varve.protocol.wire.CommittedOffset;
import io.varve.protocol.wire.TopicPartitionSet;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** The partitions that a consumer holds and what is committed of them. Every method is atomic; no I/O. */
final class Holding {
    private final Map<String, String> givenNames;
    private final Map<TopicPartition, AssignedPartition> held = new TreeMap<>();
    private final Map<TopicPartition, Long> committed = new TreeMap<>();
    private final Set<TopicPartition> sought = new HashSet<>();
    private long memberEpoch;

    /** Topics by full name, as the application has given them. */
    Holding(Map<String, String> givenNames) {
        this.givenNames = Map.copyOf(givenNames);
    }

    /** Of the member who holds the partitions; 0 before the first assignment. */
    synchronized long memberEpoch() {
        return memberEpoch;
    }

    synchronized Set<TopicPartition> partitions() {
        return new TreeSet<>(held.keySet());
    }

    /** What is held and not in the assignment; a topic created again under its name is another one. */
    synchronized Set<TopicPartition> beyond(Assignment assignment) {
        Set<TopicPartition> beyond = new TreeSet<>(held.keySet());
        for (AssignedPartition assigned : assignment.getAssignedList()) {
            TopicPartition partition = partition(assigned);
            AssignedPartition mine = held.get(partition);
            if (mine != null && mine.getTopicId().equals(assigned.getTopicId())) {
                beyond.remove(partition);
            }
        }
        return beyond;
    }

    /** Takes what is in the assignment and not held yet; returns where each partition starts. */
    synchronized Map<TopicPartition, StartPosition> take(Assignment assignment, StartPosition initial) {
        // Commits are the member's who holds the partitions, not of whom it may have become by joining again meanwhile.
        memberEpoch = assignment.getMemberEpoch();
        Map<TopicPartition, StartPosition> starts = new TreeMap<>();
        for (AssignedPartition assigned : assignment.getAssignedList()) {
            TopicPartition partition = partition(assigned);
            if (held.putIfAbsent(partition, assigned) == null) {
                long offset = assigned.getCommittedOffset();
                if (offset >= 0) {
                    committed.put(partition, offset);
                    starts.put(partition, StartPosition.at(offset));
                } else {
                    starts.put(partition, initial);
                }
            }
        }
        return starts;
    }

    synchronized void drop(Collection<TopicPartition> partitions) {
        for (TopicPartition partition : partitions) {
            held.remove(partition);
            committed.remove(partition);
            sought.remove(partition);
        }
    }

    /** The next commit may take the progress of these partitions back. */
    synchronized void sought(Collection<TopicPartition> partitions) {
        sought.addAll(partitions);
    }

    /** The part of these positions that is held and that a commit may and would change. */
    synchronized Map<TopicPartition, Long> uncommitted(Map<TopicPartition, Long> positions) {
        Map<TopicPartition, Long> news = new TreeMap<>();
        positions.forEach((partition, offset) -> {
            Long before = committed.get(partition);
            boolean changes = before == null || offset > before || (offset < before && sought.contains(partition));
            if (held.containsKey(partition) && changes) {
                news.put(partition, offset);
            }
        });
        return news;
    }

    /**
     * A commit of these offsets, which takes back the progress of partitions that were sought in and of no others. Say how it
     * went by {@link #committed} or {@link #notCommitted}.
     *
     * @throws VarveException INVALID_COMMIT for a partition that isn't held, or one whose progress it would take back although
     *     only another was sought in
     */
    synchronized Commit commit(Map<TopicPartition, Long> offsets) {
        Set<TopicPartition> back = new TreeSet<>(offsets.keySet());
        back.retainAll(sought);
        CommitOffsets.Builder command =
                CommitOffsets.newBuilder().setMemberEpoch(memberEpoch).setMoveBack(!back.isEmpty());
        offsets.forEach((partition, offset) -> {
            AssignedPartition assigned = held.get(partition);
            if (assigned == null) {
                throw new VarveException(
                        ErrorCode.INVALID_COMMIT,
                        "commit of offset " + offset + " for partition " + partition + ", which is not held; held are "
                                + held.keySet());
            }
            // The group takes the whole command back, or nothing of it; without a seek it refuses by itself.
            long before = committed.getOrDefault(partition, 0L);
            if (!back.isEmpty() && !back.contains(partition) && offset < before) {
                throw new VarveException(
                        ErrorCode.INVALID_COMMIT,
                        "commit of offset " + offset + " for partition " + partition + ", of which " + before
                                + " is committed and which was not sought in");
            }
            command.addOffsets(CommittedOffset.newBuilder()
                    .setTopicId(assigned.getTopicId())
                    .setPartition(partition.partition())
                    .setOffset(offset));
        });
        sought.removeAll(back);
        back.forEach(partition -> committed.put(partition, offsets.get(partition)));
        return new Commit(command, Map.copyOf(offsets), back);
    }

    /** The group has the commit. */
    synchronized void committed(Commit commit) {
        commit.offsets.forEach((partition, offset) -> {
            if (held.containsKey(partition)) {
                committed.put(partition, offset);
            }
        });
    }

    /** The commit failed, or may have: the next one takes back what this one was to take back. */
    synchronized void notCommitted(Commit commit) {
        for (TopicPartition partition : commit.takenBack) {
            if (held.containsKey(partition)) {
                committed.remove(partition);
                sought.add(partition);
            }
        }
    }

    /** What is held, as heartbeats say it. */
    synchronized List<TopicPartitionSet> wire() {
        Map<String, TopicPartitionSet.Builder> sets = new TreeMap<>();
        for (AssignedPartition assigned : held.values()) {
            sets.computeIfAbsent(assigned.getTopic(), topic -> TopicPartitionSet.newBuilder()
                            .setTopic(topic)
                            .setTopicId(assigned.getTopicId()))
                    .addPartitions(assigned.getPartition());
        }
        List<TopicPartitionSet> wire = new ArrayList<>();
        sets.values().forEach(set -> wire.add(set.build()));
        return wire;
    }

    private TopicPartition partition(AssignedPartition assigned) {
        String topic = assigned.getTopic();
        return new TopicPartition(givenNames.getOrDefault(topic, topic), assigned.getPartition());
    }

    /**
     * A commit on its way.
     *
     * @param takenBack the partitions whose progress it may take back
     */
    record Commit(CommitOffsets.Builder command, Map<TopicPartition, Long> offsets, Set<TopicPartition> takenBack) {}
}
