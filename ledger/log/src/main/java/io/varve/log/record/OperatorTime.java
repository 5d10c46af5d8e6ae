/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.log.record;

import io.netty.buffer.ByteBuf;

/**
 * Sets the shard's append time, which otherwise never falls, back after a broker's clock had run ahead. Later entries take
 * the larger of this and the clock.
 *
 * @param timeMs epoch milliseconds
 */
public record OperatorTime(long timeMs) implements RecordBody {
    @Override
    public RecordType type() {
        return RecordType.OPERATOR_TIME;
    }

    @Override
    public void encode(ByteBuf out) {
        out.writeLong(timeMs);
    }

    /** Reads a body; see {@link RecordBody}. */
    public static OperatorTime decode(ByteBuf body) {
        return Fields.decode(RecordType.OPERATOR_TIME, body, in -> new OperatorTime(in.readLong()));
    }
}
