/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.log.record;

import io.netty.buffer.ByteBuf;
import java.util.UUID;

/**
 * An idempotent producer sent a record whose message id is remembered. Nothing was stored, but its sequence is used up: the
 * producer's next batch goes on after it, and the same one again is answered the same.
 *
 * @param sequence of the record
 * @param offset of the first record with that id, whose offset was the answer
 */
public record DuplicateFound(
        UUID topicId, int partition, long producerId, short producerEpoch, int sequence, long offset)
        implements RecordBody {
    @Override
    public RecordType type() {
        return RecordType.DUPLICATE_FOUND;
    }

    @Override
    public void encode(ByteBuf out) {
        Fields.writeUuid(out, topicId);
        out.writeInt(partition)
                .writeLong(producerId)
                .writeShort(producerEpoch)
                .writeInt(sequence)
                .writeLong(offset);
    }

    /** Reads a body; see {@link RecordBody}. */
    public static DuplicateFound decode(ByteBuf body) {
        return Fields.decode(
                RecordType.DUPLICATE_FOUND,
                body,
                in -> new DuplicateFound(
                        Fields.readUuid(in), in.readInt(), in.readLong(), in.readShort(), in.readInt(), in.readLong()));
    }
}
