/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.objects.format;

import io.netty.buffer.ByteBuf;

/**
 * From this offset on, up to the next one's, batches carry this leader epoch. Encoded as {epoch i32, firstOffset i64}.
 *
 * @param epoch the leader epoch
 * @param firstOffset first offset of it within the object
 */
public record LeaderEpoch(int epoch, long firstOffset) {
    static final int BYTES = 12;

    void encode(ByteBuf out) {
        out.writeInt(epoch).writeLong(firstOffset);
    }

    static LeaderEpoch read(ByteBuf in) {
        return new LeaderEpoch(in.readInt(), in.readLong());
    }
}
