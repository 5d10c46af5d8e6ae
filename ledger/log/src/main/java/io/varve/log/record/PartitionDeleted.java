/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.log.record;

import io.netty.buffer.ByteBuf;
import java.util.UUID;

/**
 * The partition's topic was deleted: what is stored of it is given up, and batches for it are refused from here on.
 *
 * @param topicId the topic's id; a topic made again under the same name has another
 * @param partition the partition, from 0
 */
public record PartitionDeleted(UUID topicId, int partition) implements RecordBody {
    @Override
    public RecordType type() {
        return RecordType.PARTITION_DELETED;
    }

    @Override
    public void encode(ByteBuf out) {
        Fields.writeUuid(out, topicId);
        out.writeInt(partition);
    }

    /** Reads a body; see {@link RecordBody}. */
    public static PartitionDeleted decode(ByteBuf body) {
        return Fields.decode(
                RecordType.PARTITION_DELETED, body, in -> new PartitionDeleted(Fields.readUuid(in), in.readInt()));
    }
}
