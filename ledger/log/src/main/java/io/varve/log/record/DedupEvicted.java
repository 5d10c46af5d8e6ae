/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.log.record;

import io.netty.buffer.ByteBuf;
import java.util.List;
import java.util.UUID;

/**
 * Message ids that are not remembered any more: the topic's window has passed over them, or it has none now.
 *
 * @param buckets numbers of the sections that are gone
 */
public record DedupEvicted(UUID topicId, int partition, List<Integer> buckets) implements RecordBody {
    public DedupEvicted {
        buckets = List.copyOf(buckets);
    }

    @Override
    public RecordType type() {
        return RecordType.DEDUP_EVICTED;
    }

    @Override
    public void encode(ByteBuf out) {
        Fields.writeUuid(out, topicId);
        out.writeInt(partition);
        Fields.writeList(out, buckets, ByteBuf::writeInt);
    }

    /** Reads a body; see {@link RecordBody}. */
    public static DedupEvicted decode(ByteBuf body) {
        return Fields.decode(
                RecordType.DEDUP_EVICTED,
                body,
                in -> new DedupEvicted(Fields.readUuid(in), in.readInt(), Fields.readList(in, ByteBuf::readInt)));
    }
}
