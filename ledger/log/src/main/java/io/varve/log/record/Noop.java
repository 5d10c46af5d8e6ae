/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.log.record;

import io.netty.buffer.ByteBuf;

/** Nothing; an entry with it moves the end that foreign readers of the ledger can see. */
public record Noop() implements RecordBody {
    @Override
    public RecordType type() {
        return RecordType.NOOP;
    }

    @Override
    public void encode(ByteBuf out) {}

    /** Reads a body; see {@link RecordBody}. */
    public static Noop decode(ByteBuf body) {
        return Fields.decode(RecordType.NOOP, body, in -> new Noop());
    }
}
