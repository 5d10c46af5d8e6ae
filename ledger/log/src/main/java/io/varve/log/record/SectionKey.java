/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.log.record;

import io.netty.buffer.ByteBuf;
import java.util.UUID;

/**
 * Names a section of a shard's state. Fields that a kind has no use for are zero.
 *
 * @param kind what the section holds
 * @param topicId the topic's id
 * @param partition the partition, from 0
 * @param lane the lane, 0 main
 * @param groupId the group's id
 * @param bucket of a kind that is cut into buckets
 */
public record SectionKey(Kind kind, UUID topicId, int partition, int lane, UUID groupId, int bucket) {
    /** The id that stands where there is none. */
    public static final UUID NO_ID = new UUID(0, 0);

    /** Kinds of section. */
    public enum Kind {
        /** What concerns the whole shard: objects, pending deletes, counters. */
        SHARD(1),
        /** One partition: next offset per lane, start, epochs. */
        PARTITION(2),
        /** The producers of one partition. */
        PRODUCERS(3),
        /** A queue group on one partition. */
        GROUP(4),
        /** A stream group: members, assignment, offsets. */
        COORDINATOR(5),
        /** Transactions. */
        TXN(6),
        /** Timers of one partition, by bucket. */
        DELAY(7),
        /** Message ids of one partition, by bucket. */
        DEDUP(8);

        private final int number;

        Kind(int number) {
            this.number = number;
        }

        /** The number on disk. */
        public int number() {
            return number;
        }

        static Kind of(int number) {
            for (Kind kind : values()) {
                if (kind.number == number) {
                    return kind;
                }
            }
            throw Fields.unknown("kind of section", number);
        }
    }

    /** The one section of the whole shard. */
    public static SectionKey shard() {
        return new SectionKey(Kind.SHARD, NO_ID, 0, 0, NO_ID, 0);
    }

    /** A section of a partition, of kind PARTITION or PRODUCERS. */
    public static SectionKey partition(Kind kind, UUID topicId, int partition) {
        return new SectionKey(kind, topicId, partition, 0, NO_ID, 0);
    }

    /** A section with message ids of a partition. */
    public static SectionKey dedup(UUID topicId, int partition, int bucket) {
        return new SectionKey(Kind.DEDUP, topicId, partition, 0, NO_ID, bucket);
    }

    /** A stream group's section. */
    public static SectionKey coordinator(UUID groupId) {
        return new SectionKey(Kind.COORDINATOR, NO_ID, 0, 0, groupId, 0);
    }

    void encode(ByteBuf out) {
        out.writeByte(kind.number);
        Fields.writeUuid(out, topicId);
        out.writeInt(partition).writeByte(lane);
        Fields.writeUuid(out, groupId);
        out.writeInt(bucket);
    }

    static SectionKey read(ByteBuf in) {
        return new SectionKey(
                Kind.of(in.readUnsignedByte()),
                Fields.readUuid(in),
                in.readInt(),
                in.readUnsignedByte(),
                Fields.readUuid(in),
                in.readInt());
    }
}
