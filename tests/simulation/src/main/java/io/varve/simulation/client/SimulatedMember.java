/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.simulation.client;

import com.google.protobuf.ByteString;
import io.varve.protocol.error.ErrorCode;
import io.varve.protocol.error.VarveException;
import io.varve.protocol.name.GroupName;
import io.varve.protocol.wire.AssignedPartition;
import io.varve.protocol.wire.Assignment;
import io.varve.protocol.wire.CommitOffsets;
import io.varve.protocol.wire.CommittedOffset;
import io.varve.protocol.wire.CommittedOffsets;
import io.varve.protocol.wire.Done;
import io.varve.protocol.wire.FetchCommitted;
import io.varve.protocol.wire.Heartbeat;
import io.varve.protocol.wire.JoinGroup;
import io.varve.protocol.wire.Joined;
import io.varve.protocol.wire.LeaveGroup;
import io.varve.protocol.wire.TopicPartitionSet;
import io.varve.shard.Shard;
import io.varve.shard.answer.Reply;
import io.varve.shard.group.GroupCoordinator;
import io.varve.shard.state.PartitionKey;
import io.varve.simulation.broker.SimulatedBroker;
import io.varve.simulation.check.Witness;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** A member of a stream group: joins, beats, commits what it is assigned, asks what is committed, leaves, joins again. */
public final class SimulatedMember {
    private static final int SESSION_MS = 5_000;

    private final Requests requests;
    private final GroupName group;
    private final ByteString topicId;
    private final Random random;
    private final GroupProgress progress;
    private int life;
    private String memberId = "";
    private long memberEpoch;
    private int shard = -1;
    private Assignment assignment = Assignment.getDefaultInstance();
    private @Nullable SimulatedBroker target;
    private boolean stopped;

    /** A member that hasn't joined. */
    public SimulatedMember(Requests requests, GroupName group, ByteString topicId, GroupProgress progress, long seed) {
        this.requests = requests;
        this.group = group;
        this.topicId = topicId;
        this.progress = progress;
        this.random = new Random(seed);
    }

    /** Takes part until {@link #stop}. */
    public void start() {
        if (stopped) {
            return;
        }
        if (shard < 0) {
            place();
            return;
        }
        requests.owner(shard, random, found -> {
            target = found.orElse(null);
            if (target == null) {
                requests.later(200, this::start);
            } else if (memberEpoch == 0) {
                join();
            } else {
                beat();
            }
        });
    }

    /** Takes no part any more, without saying so. */
    public void stop() {
        stopped = true;
    }

    private void place() {
        Optional<SimulatedBroker> any = requests.any(random);
        if (any.isEmpty()) {
            requests.later(200, this::start);
            return;
        }
        requests.<Integer>send(
                any.get(),
                requests.line(),
                Requests.asking(broker -> broker.placement().shardOf(group)),
                (found, error) -> {
                    shard = found == null ? -1 : found;
                    requests.later(found == null ? 200 : 0, this::start);
                });
    }

    private <T> void ask(String what, BiConsumer<Shard, Reply<T>> command, java.util.function.Consumer<T> answered) {
        SimulatedBroker to = target;
        if (to == null || stopped) {
            start();
            return;
        }
        requests.<T>send(to, requests.line(), Requests.onShard(shard, command), (answer, error) -> {
            requests.count(what, error);
            if (answer != null) {
                answered.accept(answer);
            } else {
                failed(error);
            }
        });
    }

    private void failed(@Nullable VarveException error) {
        if (error != null
                && (error.code() == ErrorCode.STALE_MEMBER_EPOCH
                        || error.code() == ErrorCode.UNKNOWN_MEMBER
                        || error.code() == ErrorCode.GROUP_NOT_FOUND)) {
            memberEpoch = 0;
        }
        requests.later(100 + random.nextInt(200), this::start);
    }

    private static <T> BiConsumer<Shard, Reply<T>> onGroups(BiConsumer<GroupCoordinator, Reply<T>> command) {
        return (shard, reply) -> shard.groups(reply).ifPresent(groups -> command.accept(groups, reply));
    }

    private void join() {
        if (memberId.isEmpty()) {
            memberId = "member-" + Long.toHexString(random.nextLong()) + "-" + life++;
        }
        JoinGroup request = JoinGroup.newBuilder()
                .setGroup(group.toString())
                .setMemberId(memberId)
                .setClientId("simulated")
                .addTopics(requests.topic().name().toString())
                .setSessionTimeoutMs(SESSION_MS)
                .build();
        this.<Joined>ask(
                "join",
                onGroups((groups, reply) -> groups.join(group, request, List.of(requests.topic()), reply)),
                joined -> {
                    memberEpoch = joined.getMemberEpoch();
                    beat();
                });
    }

    private void beat() {
        Heartbeat.Builder beat = Heartbeat.newBuilder()
                .setGroup(group.toString())
                .setMemberId(memberId)
                .setMemberEpoch(memberEpoch)
                .setAssignmentEpoch(assignment.getAssignmentEpoch());
        TopicPartitionSet.Builder held = TopicPartitionSet.newBuilder().setTopicId(topicId);
        assignment.getAssignedList().forEach(partition -> held.addPartitions(partition.getPartition()));
        if (held.getPartitionsCount() > 0) {
            beat.addHeld(held);
        }
        Heartbeat request = beat.build();
        this.<Assignment>ask(
                "heartbeat", onGroups((groups, reply) -> groups.heartbeat(group, request, reply)), told -> {
                    assignment = told;
                    requests.later(100 + random.nextInt(500), this::next);
                });
    }

    private void next() {
        int choice = random.nextInt(20);
        if (choice == 0) {
            leave();
        } else if (choice < 6) {
            fetch();
        } else if (choice < 16 && assignment.getAssignedCount() > 0) {
            commit();
        } else {
            beat();
        }
    }

    private void commit() {
        CommitOffsets.Builder commit = CommitOffsets.newBuilder()
                .setGroup(group.toString())
                .setMemberId(memberId)
                .setMemberEpoch(memberEpoch);
        for (AssignedPartition partition : assignment.getAssignedList()) {
            long end =
                    requests.witness().partition(key(partition.getPartition())).nextOffset();
            long from = Math.max(0, progress.committed(shard, key(partition.getPartition())));
            long offset = from + (long) (random.nextDouble() * Math.max(0, end - from));
            commit.addOffsets(CommittedOffset.newBuilder()
                    .setTopicId(topicId)
                    .setPartition(partition.getPartition())
                    .setOffset(offset));
        }
        CommitOffsets request = commit.build();
        this.<Done>ask("commit", onGroups((groups, reply) -> groups.commit(group, request, reply)), done -> {
            request.getOffsetsList()
                    .forEach(offset -> progress.committed(shard, key(offset.getPartition()), offset.getOffset()));
            beat();
        });
    }

    private PartitionKey key(int partition) {
        return new PartitionKey(requests.topic().topicId(), partition);
    }

    private void fetch() {
        TopicPartitionSet.Builder all = TopicPartitionSet.newBuilder().setTopicId(topicId);
        for (int partition = 0; partition < requests.topic().partitions(); partition++) {
            all.addPartitions(partition);
        }
        FetchCommitted request = FetchCommitted.newBuilder()
                .setGroup(group.toString())
                .addPartitions(all)
                .build();
        Witness witness = requests.witness();
        GroupProgress.Floor floor = progress.floor();
        SimulatedBroker asked = target;
        this.<CommittedOffsets>ask(
                "fetch committed",
                (served, reply) -> served.groupQueries(reply)
                        .ifPresent(groups -> groups.fetchCommitted(group, request, new Checked(reply, found -> {
                            boolean present = asked != null && witness.isOwner(shard, asked.owner());
                            for (CommittedOffset offset : found.getOffsetsList()) {
                                progress.shown(
                                        shard, key(offset.getPartition()), offset.getOffset(), present ? floor : null);
                            }
                        }))),
                found -> beat());
    }

    private void leave() {
        LeaveGroup request = LeaveGroup.newBuilder()
                .setGroup(group.toString())
                .setMemberId(memberId)
                .setMemberEpoch(memberEpoch)
                .build();
        this.<Done>ask("leave", onGroups((groups, reply) -> groups.leave(group, request, reply)), done -> {
            memberEpoch = 0;
            memberId = "";
            assignment = Assignment.getDefaultInstance();
            requests.later(500 + random.nextInt(1_000), this::start);
        });
    }

    /** An answer that is checked where it is given. */
    private record Checked(Reply<CommittedOffsets> reply, java.util.function.Consumer<CommittedOffsets> check)
            implements Reply<CommittedOffsets> {
        @Override
        public void done(CommittedOffsets answer) {
            check.accept(answer);
            reply.done(answer);
        }

        @Override
        public void failed(VarveException error) {
            reply.failed(error);
        }
    }
}
