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
     * How many bytes the next read should bring; one batch comes in any case. 0: nothing is read until the sink calls
     * {@link ReaderHandle#resume}.
     */
    default int room() {
        return Integer.MAX_VALUE;
    }

    /**
     * Whether it takes so many bytes, which were read; if so {@link #records} follows at once. If not they are dropped, and read
     * again when the sink has called {@link ReaderHandle#resume}.
     */
    default boolean takes(int bytes) {
        return true;
    }

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
