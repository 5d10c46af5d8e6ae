/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.tiering;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.varve.objects.format.ObjectWriter;
import java.util.ArrayList;
import java.util.List;

/** The batches of one lane, copied out of the log until it is their turn in the object. */
final class LaneBuffer implements AutoCloseable {
    private final LaneExtent extent;
    private final ByteBuf data;
    private final List<LoggedBatch> batches = new ArrayList<>();

    LaneBuffer(LaneExtent extent) {
        this.extent = extent;
        this.data = ByteBufAllocator.DEFAULT.buffer((int) extent.bytes, (int) extent.bytes);
    }

    /** Copies the batch; more than the extent announced doesn't fit. */
    void add(LoggedBatch batch) {
        int start = data.writerIndex();
        int bytes = batch.bytes().readableBytes();
        data.writeBytes(batch.bytes(), batch.bytes().readerIndex(), bytes);
        batches.add(new LoggedBatch(data.slice(start, bytes), batch.appendMs(), batch.sequence(), batch.sideData()));
    }

    void writeTo(ObjectWriter writer) {
        for (LoggedBatch batch : batches) {
            batch.writeTo(writer, extent.lane);
        }
    }

    @Override
    public void close() {
        data.release();
    }
}
