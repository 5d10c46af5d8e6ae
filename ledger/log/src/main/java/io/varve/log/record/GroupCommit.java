/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.log.record;

import io.netty.buffer.ByteBuf;
import java.util.List;
import java.util.UUID;

/**
 * A member's progress in any number of partitions, taken or refused as one.
 *
 * @param groupId the group's id
 * @param memberId who committed; empty when an operator did
 * @param memberEpoch the epoch that the member showed, checked before this was written
 * @param offsets at most one per partition
 * @param commitMs the broker's clock
 */
public record GroupCommit(UUID groupId, String memberId, long memberEpoch, List<Offset> offsets, long commitMs)
        implements RecordBody {
    /**
     * Progress in one partition.
     *
     * @param topicId the topic's id
     * @param partition the partition, from 0
     * @param offset next offset to read: all before it is done
     * @param metadata the member's own note, may be empty
     */
    public record Offset(UUID topicId, int partition, long offset, String metadata) {
        /** Appends the fields; a section's image may use them too. */
        public void encode(ByteBuf out) {
            Fields.writeUuid(out, topicId);
            out.writeInt(partition).writeLong(offset);
            Fields.writeString(out, metadata);
        }

        /** Reads the fields and moves the reader index behind them; throws IndexOutOfBoundsException when they are cut off. */
        public static Offset read(ByteBuf in) {
            return new Offset(Fields.readUuid(in), in.readInt(), in.readLong(), Fields.readString(in));
        }
    }

    public GroupCommit {
        offsets = List.copyOf(offsets);
    }

    @Override
    public RecordType type() {
        return RecordType.GROUP_COMMIT;
    }

    @Override
    public void encode(ByteBuf out) {
        Fields.writeUuid(out, groupId);
        Fields.writeString(out, memberId);
        out.writeLong(memberEpoch).writeLong(commitMs);
        Fields.writeList(out, offsets, (to, offset) -> offset.encode(to));
    }

    /** Reads a body; see {@link RecordBody}. */
    public static GroupCommit decode(ByteBuf body) {
        return Fields.decode(RecordType.GROUP_COMMIT, body, in -> {
            UUID groupId = Fields.readUuid(in);
            String memberId = Fields.readString(in);
            long memberEpoch = in.readLong();
            long commitMs = in.readLong();
            return new GroupCommit(groupId, memberId, memberEpoch, Fields.readList(in, Offset::read), commitMs);
        });
    }
}
