/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.log.record;

import io.netty.buffer.ByteBuf;
import java.util.UUID;

/**
 * The partition takes its first batch in this shard.
 *
 * @param topicId the topic's id
 * @param partition the partition, from 0
 * @param epochBase added to the shard's epoch it gives the leader epoch of batches; chosen so that this never falls
 * @param firstOffset offset that the first record gets, in every lane
 * @param configVersion version of the topic's configuration in force
 */
public record PartitionOpened(UUID topicId, int partition, int epochBase, long firstOffset, int configVersion)
        implements RecordBody {
    @Override
    public RecordType type() {
        return RecordType.PARTITION_OPENED;
    }

    @Override
    public void encode(ByteBuf out) {
        Fields.writeUuid(out, topicId);
        out.writeInt(partition).writeInt(epochBase).writeLong(firstOffset).writeInt(configVersion);
    }

    /** Reads a body; see {@link RecordBody}. */
    public static PartitionOpened decode(ByteBuf body) {
        return Fields.decode(
                RecordType.PARTITION_OPENED,
                body,
                in -> new PartitionOpened(
                        Fields.readUuid(in), in.readInt(), in.readInt(), in.readLong(), in.readInt()));
    }
}
