/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.shard.group;

import io.varve.log.record.GroupCommit;
import io.varve.log.record.GroupMeta;
import io.varve.protocol.error.ErrorCode;
import io.varve.protocol.error.VarveException;
import io.varve.protocol.name.TopicIds;
import io.varve.protocol.wire.GroupSought;
import io.varve.protocol.wire.PartitionMove;
import io.varve.protocol.wire.PartitionOffset;
import io.varve.protocol.wire.SeekGroup;
import io.varve.shard.state.GroupSection;
import io.varve.shard.state.PartitionKey;
import io.varve.shard.state.PartitionSection;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What a seek from outside would do to a group: the only way but a member's own seek in which progress moves back (I7). A pure
 * function of the group and the request.
 */
final class GroupSeek {
    private static final long NOTHING_COMMITTED = -1;

    private final GroupSection group;
    private final GroupSought answer;
    private final List<GroupCommit.Offset> moved;
    private final Set<PartitionKey> movedKeys;

    private GroupSeek(
            GroupSection group, GroupSought answer, List<GroupCommit.Offset> moved, Set<PartitionKey> movedKeys) {
        this.group = group;
        this.answer = answer;
        this.moved = moved;
        this.movedKeys = movedKeys;
    }

    /**
     * Plans it.
     *
     * @param here the partition if it is in the group's shard, so that its end is known; else null
     * @throws VarveException INVALID_ARGUMENT for a partition named twice or an offset that can't be
     */
    static GroupSeek plan(
            GroupSection group, SeekGroup request, Function<PartitionKey, @Nullable PartitionSection> here) {
        UUID topicId = TopicIds.of(request.getTopicId());
        GroupSought.Builder answer = GroupSought.newBuilder();
        List<GroupCommit.Offset> moved = new ArrayList<>();
        Set<PartitionKey> movedKeys = new HashSet<>();
        Set<PartitionKey> all = new HashSet<>();
        for (PartitionOffset wanted : request.getOffsetsList()) {
            PartitionKey key = new PartitionKey(topicId, wanted.getPartition());
            if (!all.add(key)) {
                throw new VarveException(
                        ErrorCode.INVALID_ARGUMENT, "partition " + key.partition() + " is named twice in one seek");
            }
            check(wanted, here.apply(key));
            GroupSection.Commit before = group.commits().get(key);
            long from = before == null ? NOTHING_COMMITTED : before.offset();
            answer.addMoves(PartitionMove.newBuilder()
                    .setPartition(key.partition())
                    .setFromOffset(from)
                    .setToOffset(wanted.getOffset()));
            if (from != wanted.getOffset()) {
                moved.add(new GroupCommit.Offset(topicId, key.partition(), wanted.getOffset(), ""));
                movedKeys.add(key);
            }
        }
        return new GroupSeek(group, answer.build(), moved, movedKeys);
    }

    private static void check(PartitionOffset wanted, @Nullable PartitionSection here) {
        String what = "seek to offset " + wanted.getOffset() + " in partition " + wanted.getPartition();
        if (wanted.getOffset() < 0) {
            throw new VarveException(ErrorCode.INVALID_ARGUMENT, what + ": the least is 0");
        }
        if (here != null && wanted.getOffset() > here.nextOffset()) {
            throw new VarveException(ErrorCode.INVALID_ARGUMENT, what + ": the partition ends at " + here.nextOffset());
        }
    }

    /** Whether the group stands there already. */
    boolean movesNothing() {
        return moved.isEmpty();
    }

    /** From where to where each partition moves. */
    GroupSought answer() {
        return answer;
    }

    /** The new progress. */
    GroupCommit commit(long nowMs) {
        return new GroupCommit(group.groupId(), "", 0, moved, nowMs);
    }

    /** The members, those that hold what moves with a new epoch, which makes them join again. */
    GroupMeta membersAfter() {
        long epoch = group.epoch() + 1;
        List<GroupMeta.Member> members = new ArrayList<>();
        for (GroupMeta.Member member : group.members()) {
            boolean untouched = Collections.disjoint(Reconciliation.keys(member.assigned()), movedKeys);
            members.add(untouched ? member : withEpoch(member, epoch));
        }
        return new GroupMeta(group.groupId(), group.name(), GroupMeta.Kind.STREAM, epoch, members);
    }

    private static GroupMeta.Member withEpoch(GroupMeta.Member member, long epoch) {
        return new GroupMeta.Member(
                member.memberId(),
                member.clientId(),
                member.topics(),
                member.sessionTimeoutMs(),
                epoch,
                member.assigned(),
                member.revoking());
    }
}
