/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.shard.read;

import io.netty.buffer.ByteBuf;
import io.varve.protocol.error.VarveException;
import io.varve.protocol.wire.Source;

/** Where an open reader's batches go. Called on the shard's loop, in offset order, never after {@link #ended}. */
public interface ReaderSink {
    /**
     * Whole batches; the first may start before the offset that was asked for.
     *
     * @param batches takes ownership
     * @param nextOffset one above the last offset in {@code batches}
     * @param confirmedEnd the partition's confirmed end now
     */
    void records(ByteBuf batches, long nextOffset, long confirmedEnd, Source source);

    /** The reader is over: the shard was lost, the topic deleted, the offset trimmed away, or stored data is damaged. */
    void ended(VarveException error);
}
