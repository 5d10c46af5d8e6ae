/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.log.record;

import io.netty.buffer.ByteBuf;
import java.util.List;
import java.util.UUID;

/**
 * Some partitions of a topic.
 *
 * @param topicId the topic's id
 * @param partitions from 0
 */
public record TopicPartitions(UUID topicId, List<Integer> partitions) {
    public TopicPartitions {
        partitions = List.copyOf(partitions);
    }

    /** Appends the fields; a section's image may use them too. */
    public void encode(ByteBuf out) {
        Fields.writeUuid(out, topicId);
        Fields.writeList(out, partitions, ByteBuf::writeInt);
    }

    /** Reads the fields and moves the reader index behind them; throws IndexOutOfBoundsException when they are cut off. */
    public static TopicPartitions read(ByteBuf in) {
        return new TopicPartitions(Fields.readUuid(in), Fields.readList(in, ByteBuf::readInt));
    }
}
