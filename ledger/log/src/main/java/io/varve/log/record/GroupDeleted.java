/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.log.record;

import io.netty.buffer.ByteBuf;
import java.util.UUID;

/**
 * The group with its members and progress is gone.
 *
 * @param groupId the group's id
 */
public record GroupDeleted(UUID groupId) implements RecordBody {
    @Override
    public RecordType type() {
        return RecordType.GROUP_DELETED;
    }

    @Override
    public void encode(ByteBuf out) {
        Fields.writeUuid(out, groupId);
    }

    /** Reads a body; see {@link RecordBody}. */
    public static GroupDeleted decode(ByteBuf body) {
        return Fields.decode(RecordType.GROUP_DELETED, body, in -> new GroupDeleted(Fields.readUuid(in)));
    }
}
