/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.log.record;

import io.netty.buffer.ByteBuf;
import java.util.List;
import java.util.UUID;

/**
 * A group as it is from here on: created, or with other members or another assignment. Committed offsets stay as they are.
 *
 * @param groupId the group's id; a group made again under the same name has another
 * @param name {@code tenant/namespace/group}
 * @param kind stream or queue, for life
 * @param epoch grows with each change
 * @param members may be empty
 */
public record GroupMeta(UUID groupId, String name, Kind kind, long epoch, List<Member> members) implements RecordBody {
    /** What a group does with records. */
    public enum Kind {
        /** Partitions are assigned to members, which commit offsets. */
        STREAM(1),
        /** Records are leased to consumers one by one. */
        QUEUE(2);

        private final int number;

        Kind(int number) {
            this.number = number;
        }

        static Kind of(int number) {
            return switch (number) {
                case 1 -> STREAM;
                case 2 -> QUEUE;
                default -> throw Fields.unknown("kind of group", number);
            };
        }
    }

    /**
     * A member of a stream group.
     *
     * @param memberId chosen by the member, unique for its life
     * @param clientId for display
     * @param topics full names that it subscribes to
     * @param sessionTimeoutMs silence after which it is expired
     * @param memberEpoch what its commits must carry
     * @param assigned what it may read and commit
     * @param revoking what it was told to release and still holds; nobody else gets these before
     */
    public record Member(
            String memberId,
            String clientId,
            List<String> topics,
            int sessionTimeoutMs,
            long memberEpoch,
            List<TopicPartitions> assigned,
            List<TopicPartitions> revoking) {
        public Member {
            topics = List.copyOf(topics);
            assigned = List.copyOf(assigned);
            revoking = List.copyOf(revoking);
        }

        /** Appends the fields; a section's image may use them too. */
        public void encode(ByteBuf out) {
            Fields.writeString(out, memberId);
            Fields.writeString(out, clientId);
            Fields.writeList(out, topics, Fields::writeString);
            out.writeInt(sessionTimeoutMs).writeLong(memberEpoch);
            Fields.writeList(out, assigned, (to, partitions) -> partitions.encode(to));
            Fields.writeList(out, revoking, (to, partitions) -> partitions.encode(to));
        }

        /** Reads the fields and moves the reader index behind them; throws IndexOutOfBoundsException when they are cut off. */
        public static Member read(ByteBuf in) {
            return new Member(
                    Fields.readString(in),
                    Fields.readString(in),
                    Fields.readList(in, Fields::readString),
                    in.readInt(),
                    in.readLong(),
                    Fields.readList(in, TopicPartitions::read),
                    Fields.readList(in, TopicPartitions::read));
        }
    }

    public GroupMeta {
        members = List.copyOf(members);
    }

    @Override
    public RecordType type() {
        return RecordType.GROUP_META;
    }

    @Override
    public void encode(ByteBuf out) {
        Fields.writeUuid(out, groupId);
        Fields.writeString(out, name);
        out.writeByte(kind.number).writeLong(epoch);
        Fields.writeList(out, members, (to, member) -> member.encode(to));
    }

    /** Reads a body; see {@link RecordBody}. */
    public static GroupMeta decode(ByteBuf body) {
        return Fields.decode(
                RecordType.GROUP_META,
                body,
                in -> new GroupMeta(
                        Fields.readUuid(in),
                        Fields.readString(in),
                        Kind.of(in.readUnsignedByte()),
                        in.readLong(),
                        Fields.readList(in, Member::read)));
    }
}
