/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.log.record;

import io.netty.buffer.ByteBuf;
import java.util.List;
import java.util.UUID;

/**
 * The partition forgets these producers; which ones is decided once and written here, since a replay has no clock (I10).
 *
 * @param topicId the topic's id
 * @param partition the partition, from 0
 * @param producerIds ids to forget; ids that aren't known are ignored
 */
public record ProducersExpired(UUID topicId, int partition, List<Long> producerIds) implements RecordBody {
    public ProducersExpired {
        producerIds = List.copyOf(producerIds);
    }

    @Override
    public RecordType type() {
        return RecordType.PRODUCERS_EXPIRED;
    }

    @Override
    public void encode(ByteBuf out) {
        Fields.writeUuid(out, topicId);
        out.writeInt(partition);
        Fields.writeList(out, producerIds, ByteBuf::writeLong);
    }

    /** Reads a body; see {@link RecordBody}. */
    public static ProducersExpired decode(ByteBuf body) {
        return Fields.decode(
                RecordType.PRODUCERS_EXPIRED,
                body,
                in -> new ProducersExpired(Fields.readUuid(in), in.readInt(), Fields.readList(in, ByteBuf::readLong)));
    }
}
