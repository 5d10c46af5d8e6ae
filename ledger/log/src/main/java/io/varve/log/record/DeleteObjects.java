/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.log.record;

import io.netty.buffer.ByteBuf;
import java.util.List;

/**
 * These objects are given up: no image of the shard after this record names them, so whoever deletes them late, even a
 * paused former owner, hits nothing that is used (I6). Deleting starts when this is confirmed.
 *
 * @param keys full keys
 */
public record DeleteObjects(List<String> keys) implements RecordBody {
    public DeleteObjects {
        keys = List.copyOf(keys);
    }

    @Override
    public RecordType type() {
        return RecordType.DELETE_OBJECTS;
    }

    @Override
    public void encode(ByteBuf out) {
        Fields.writeList(out, keys, Fields::writeString);
    }

    /** Reads a body; see {@link RecordBody}. */
    public static DeleteObjects decode(ByteBuf body) {
        return Fields.decode(
                RecordType.DELETE_OBJECTS, body, in -> new DeleteObjects(Fields.readList(in, Fields::readString)));
    }
}
