/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.log.record;

import io.netty.buffer.ByteBuf;
import java.util.UUID;

/**
 * Records of a lane below {@code newStart} are no longer readable.
 *
 * @param topicId the topic's id
 * @param partition the partition, from 0
 * @param lane the lane, 0 main
 * @param newStart first offset that stays
 * @param reason why
 */
public record Trimmed(UUID topicId, int partition, int lane, long newStart, Reason reason) implements RecordBody {
    /** Why records were trimmed. */
    public enum Reason {
        /** Older than the topic's retention time, by append time. */
        TIME(1),
        /** Beyond the bytes that the topic may keep. */
        BYTES(2),
        /** Every group has passed them. */
        GROUPS_DONE(3),
        /** An operator asked for it. */
        OPERATOR(4);

        private final int number;

        Reason(int number) {
            this.number = number;
        }

        static Reason of(int number) {
            for (Reason reason : values()) {
                if (reason.number == number) {
                    return reason;
                }
            }
            throw Fields.unknown("reason of a trim", number);
        }
    }

    @Override
    public RecordType type() {
        return RecordType.TRIMMED;
    }

    @Override
    public void encode(ByteBuf out) {
        Fields.writeUuid(out, topicId);
        out.writeInt(partition).writeByte(lane).writeLong(newStart).writeByte(reason.number);
    }

    /** Reads a body; see {@link RecordBody}. */
    public static Trimmed decode(ByteBuf body) {
        return Fields.decode(
                RecordType.TRIMMED,
                body,
                in -> new Trimmed(
                        Fields.readUuid(in),
                        in.readInt(),
                        in.readUnsignedByte(),
                        in.readLong(),
                        Reason.of(in.readUnsignedByte())));
    }
}
