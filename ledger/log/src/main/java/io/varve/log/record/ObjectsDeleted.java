/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.log.record;

import io.netty.buffer.ByteBuf;
import java.util.List;

/**
 * The store confirmed the deletion of these objects: the shard's state forgets their keys, which it kept since
 * {@link DeleteObjects} so that a successor would finish the work.
 *
 * @param keys full keys
 */
public record ObjectsDeleted(List<String> keys) implements RecordBody {
    public ObjectsDeleted {
        keys = List.copyOf(keys);
    }

    @Override
    public RecordType type() {
        return RecordType.OBJECTS_DELETED;
    }

    @Override
    public void encode(ByteBuf out) {
        Fields.writeList(out, keys, Fields::writeString);
    }

    /** Reads a body; see {@link RecordBody}. */
    public static ObjectsDeleted decode(ByteBuf body) {
        return Fields.decode(
                RecordType.OBJECTS_DELETED, body, in -> new ObjectsDeleted(Fields.readList(in, Fields::readString)));
    }
}
