/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.client.reader;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.varve.protocol.batch.BatchHeader;
import io.varve.protocol.batch.BatchReader;
import io.varve.protocol.batch.Record;
import io.varve.protocol.wire.Source;
import org.jspecify.annotations.Nullable;

/**
 * The batches of one pushed frame, copied to the heap so that an application that walks away leaks nothing, and the place in
 * them. Decoded on the application's thread: checks each batch's CRC, skips what is before the wanted offset and what is not
 * for applications. For one thread.
 */
final class Chunk {
    private final ByteBuf batches;
    private final long from;
    private final Source source;
    private int at;
    private @Nullable BatchReader batch;

    /** Whole batches; records before {@code from} are skipped. */
    Chunk(byte[] batches, long from, Source source) {
        this.batches = Unpooled.wrappedBuffer(batches);
        this.from = from;
        this.source = source;
    }

    int bytes() {
        return batches.writerIndex();
    }

    Source source() {
        return source;
    }

    /**
     * The next record, or null after the last.
     *
     * @throws io.varve.protocol.error.VarveException CORRUPT_BATCH or UNSUPPORTED_CODEC; nothing can be read after that
     */
    @Nullable
    Record next() {
        while (true) {
            while (batch != null && batch.hasNext()) {
                Record record = batch.next();
                if (record.offset() >= from) {
                    return record;
                }
            }
            if (at >= batches.writerIndex()) {
                return null;
            }
            batch = open(at);
            at += BatchHeader.sizeBytes(batches, at);
        }
    }

    private @Nullable BatchReader open(int index) {
        BatchReader reader = new BatchReader(batches, index);
        boolean wanted = !BatchHeader.isControl(batches, index) && BatchHeader.lastOffset(batches, index) >= from;
        return wanted ? reader : null;
    }
}
