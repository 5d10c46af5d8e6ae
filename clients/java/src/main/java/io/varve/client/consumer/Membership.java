/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.client.consumer;

import com.google.protobuf.MessageLite;
import io.netty.channel.EventLoop;
import io.varve.client.cluster.Cluster;
import io.varve.client.cluster.GroupRoute;
import io.varve.client.cluster.Repeat;
import io.varve.client.cluster.Request;
import io.varve.client.transport.CallException;
import io.varve.client.transport.Completion;
import io.varve.client.transport.Loops;
import io.varve.protocol.error.ErrorCode;
import io.varve.protocol.error.VarveException;
import io.varve.protocol.frame.CommandType;
import io.varve.protocol.name.GroupName;
import io.varve.protocol.wire.Assignment;
import io.varve.protocol.wire.CommitOffsets;
import io.varve.protocol.wire.Done;
import io.varve.protocol.wire.Heartbeat;
import io.varve.protocol.wire.JoinGroup;
import io.varve.protocol.wire.Joined;
import io.varve.protocol.wire.LeaveGroup;
import io.varve.protocol.wire.TopicPartitionSet;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A member's talk with its group: joins, sends heartbeats, joins again after it has expired, leaves. Owned by one loop of the
 * client; the methods for other threads say so. What it learns goes to its {@link Owner}, on the loop.
 *
 * <pre>
 *   OUT --join--> IN --heartbeat answered--> IN
 *   IN --UNKNOWN_MEMBER, STALE_MEMBER_EPOCH, GROUP_NOT_FOUND--> OUT, joins again
 *   IN --no poll for too long--> OUT, joins again with the next poll
 *   any --refused for good, closed--> ENDED
 * </pre>
 */
final class Membership {
    private static final Logger LOG = LoggerFactory.getLogger(Membership.class);

    private enum State {
        OUT,
        IN,
        ENDED
    }

    private final EventLoop loop;
    private final Cluster cluster;
    private final GroupName group;
    private final GroupRoute route;
    private final List<String> topics;
    private final ConsumerOptions options;
    private final Owner owner;
    private final String memberId = UUID.randomUUID().toString();

    private long memberEpoch;
    private volatile long lastPollNanos = System.nanoTime();
    private volatile boolean steppedOut;
    private State state = State.OUT;
    private boolean joining;
    private boolean beating;
    private boolean beatAgain;
    private long heartbeatNanos;
    private long beats;
    private List<TopicPartitionSet> held = List.of();
    private long actedOn;

    Membership(Cluster cluster, GroupName group, List<String> topics, ConsumerOptions options, Owner owner) {
        this.loop = cluster.nextLoop();
        this.cluster = cluster;
        this.group = group;
        this.route = new GroupRoute(cluster, group);
        this.topics = topics;
        this.options = options;
        this.owner = owner;
    }

    /** The member's id, unique for its life. From any thread. */
    String memberId() {
        return memberId;
    }

    /** Joins for the first time; the future fails if that is refused. From any thread. */
    CompletableFuture<Void> start() {
        CompletableFuture<Void> started = new CompletableFuture<>();
        Completion.of(started, (joined, failure) -> {
            if (failure != null) {
                // Nobody has this member, so it mustn't go on trying.
                Loops.run(loop, () -> state = State.ENDED);
            }
        });
        if (!Loops.run(loop, () -> join(started))) {
            started.completeExceptionally(closed());
        }
        return started;
    }

    /** The application has polled; joins again if it had not for too long. From any thread. */
    void polled() {
        lastPollNanos = System.nanoTime();
        if (steppedOut) {
            steppedOut = false;
            Loops.run(loop, this::joinAgain);
        }
    }

    /** What the application holds after it has acted on an assignment. From any thread. */
    void acted(long assignmentEpoch, List<TopicPartitionSet> present) {
        Loops.run(loop, () -> {
            actedOn = assignmentEpoch;
            held = present;
            beat();
        });
    }

    /** One commit with retries until the timeout; the caller keeps commits in order. From any thread. */
    CompletableFuture<Done> commit(CommitOffsets.Builder offsets, Duration timeout) {
        CommitOffsets command =
                offsets.setGroup(group.toString()).setMemberId(memberId).build();
        return ask(CommandType.COMMIT_OFFSETS, command, Done.class, timeout);
    }

    /** How long a commit may take. From any thread. */
    Duration commitTimeout() {
        return cluster.requestTimeout();
    }

    /** Leaves within the timeout; never fails, since a member that can't leave expires. From any thread. */
    CompletableFuture<Void> end(Duration timeout) {
        CompletableFuture<Void> ended = new CompletableFuture<>();
        boolean runs = Loops.run(loop, () -> {
            boolean member = state == State.IN;
            state = State.ENDED;
            if (member) {
                Completion.of(leave(timeout), (done, failure) -> ended.complete(null));
            } else {
                ended.complete(null);
            }
        });
        if (!runs) {
            ended.complete(null);
        }
        return ended;
    }

    private void join(CompletableFuture<Void> started) {
        joining = true;
        JoinGroup command = JoinGroup.newBuilder()
                .setGroup(group.toString())
                .setMemberId(memberId)
                .setClientId(cluster.clientId())
                .addAllTopics(topics)
                .setSessionTimeoutMs((int) options.sessionTimeout().toMillis())
                .build();
        Completion.of(
                cluster.ask(route, CommandType.JOIN_GROUP, command, Joined.class, Repeat.ALWAYS), (joined, failure) -> {
                    if (!Loops.run(loop, () -> joinAnswered(joined, failure, started))) {
                        started.completeExceptionally(closed());
                    }
                });
    }

    private void joinAnswered(@Nullable Joined joined, @Nullable Throwable failure, CompletableFuture<Void> started) {
        joining = false;
        if (joined != null) {
            joined(joined);
            started.complete(null);
        } else if (failure != null) {
            notJoined(CallException.of(failure));
            started.completeExceptionally(failure);
        }
    }

    private void joined(Joined answer) {
        if (state == State.ENDED) {
            // Closed meanwhile; it would expire, but others need not wait for that.
            memberEpoch = answer.getMemberEpoch();
            Completion.of(leave(options.sessionTimeout()), (done, failure) -> {});
            return;
        }
        state = State.IN;
        memberEpoch = answer.getMemberEpoch();
        heartbeatNanos = TimeUnit.MILLISECONDS.toNanos(Math.max(1, answer.getHeartbeatMs()));
        held = List.of();
        actedOn = 0;
        LOG.info("joined group={} memberId={} memberEpoch={}", group.shortName(), memberId, memberEpoch);
        beat();
    }

    private void notJoined(CallException why) {
        if (state == State.ENDED) {
            return;
        }
        if (why.retriable()) {
            Loops.later(loop, cluster.backoff().nanos(1, why), this::joinAgain);
        } else {
            state = State.ENDED;
            owner.failed(new VarveException(why.code(), "group " + group.shortName() + ": " + why.getMessage(), why));
        }
    }

    private void joinAgain() {
        if (state == State.OUT && !joining) {
            join(new CompletableFuture<>());
        }
    }

    /** Sends a heartbeat now, or right after the one that is under way. */
    private void beat() {
        if (state != State.IN) {
            return;
        }
        if (beating) {
            beatAgain = true;
            return;
        }
        if (System.nanoTime() - lastPollNanos > options.maxPollInterval().toNanos()) {
            stepOut();
            return;
        }
        beating = true;
        beatAgain = false;
        long beat = ++beats;
        Heartbeat command = Heartbeat.newBuilder()
                .setGroup(group.toString())
                .setMemberId(memberId)
                .setMemberEpoch(memberEpoch)
                .addAllHeld(held)
                .setAssignmentEpoch(actedOn)
                .build();
        Completion.of(
                ask(CommandType.HEARTBEAT, command, Assignment.class, options.sessionTimeout()),
                (assignment, failure) -> Loops.run(loop, () -> {
                    beating = false;
                    if (state == State.IN && assignment != null) {
                        owner.assigned(assignment);
                    } else if (state == State.IN && failure != null) {
                        missed(CallException.of(failure));
                    }
                    if (beatAgain) {
                        beat();
                    } else {
                        Loops.later(loop, heartbeatNanos, () -> {
                            if (beat == beats) {
                                beat();
                            }
                        });
                    }
                }));
    }

    private void missed(CallException why) {
        if (why.code() == ErrorCode.UNKNOWN_MEMBER
                || why.code() == ErrorCode.STALE_MEMBER_EPOCH
                || why.code() == ErrorCode.GROUP_NOT_FOUND) {
            LOG.warn(
                    "lost membership, joining again group={} memberId={} why={}",
                    group.shortName(),
                    memberId,
                    why.code());
            state = State.OUT;
            owner.lost();
            join(new CompletableFuture<>());
        } else if (!why.retriable()) {
            state = State.ENDED;
            owner.lost();
            owner.failed(new VarveException(why.code(), "group " + group.shortName() + ": " + why.getMessage(), why));
        }
        // Otherwise the partitions stay with the member until the group says something else: commits are refused if it
        // has given them to others, and nobody gains if all members stop while the group's broker is away.
    }

    private void stepOut() {
        LOG.warn(
                "leaving until the next poll, none for {} ms group={} memberId={}",
                options.maxPollInterval().toMillis(),
                group.shortName(),
                memberId);
        Completion.of(leave(options.sessionTimeout()), (done, failure) -> {});
        state = State.OUT;
        // Before the poll is woken that looks at it.
        steppedOut = true;
        owner.lost();
    }

    private static CallException closed() {
        return CallException.notSent(ErrorCode.CLOSED, "the client is closed", null);
    }

    private CompletableFuture<Done> leave(Duration timeout) {
        LeaveGroup command = LeaveGroup.newBuilder()
                .setGroup(group.toString())
                .setMemberId(memberId)
                .setMemberEpoch(memberEpoch)
                .build();
        return ask(CommandType.LEAVE_GROUP, command, Done.class, timeout);
    }

    private <T extends MessageLite> CompletableFuture<T> ask(
            CommandType type, MessageLite command, Class<T> answer, Duration timeout) {
        return cluster.calls().call(route, new Request<>(type, command, answer, Repeat.ALWAYS, timeout));
    }

    /** Whose membership it is. */
    interface Owner {
        /** The group's present wish. */
        void assigned(Assignment assignment);

        /** All that was assigned is gone. */
        void lost();

        /** There will be no more; the reason goes to the application. */
        void failed(VarveException why);
    }
}
