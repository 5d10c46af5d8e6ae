/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.replay.source;

import io.netty.buffer.ByteBuf;
import io.varve.objects.BlockingPool;
import io.varve.protocol.batch.BatchCheck;
import io.varve.protocol.batch.BatchHeader;
import io.varve.protocol.batch.BatchReader;
import io.varve.protocol.batch.Record;
import io.varve.protocol.error.StoreException;
import io.varve.protocol.error.VarveException;
import java.io.IOException;

/** Takes a split apart. Batches are decompressed one after the other, so that a well packed split takes no more memory. */
public final class SplitRecords {
    /** Takes records in offset order. */
    public interface Taker {
        /** A record; false = no more. */
        boolean take(Record record) throws IOException;
    }

    private SplitRecords() {}

    /**
     * Waits for the split and hands out its records from {@code nextOffset} on, without those that only mark transactions.
     * Releases the split's data.
     *
     * @return the offset after the last batch, at most the split's end; or that of the record behind which the taker had enough
     * @throws StoreException {@code NotFound} when the object is gone, {@code Unavailable}, {@code Damaged}
     */
    public static long read(Split split, long nextOffset, Taker taker) throws IOException {
        ByteBuf data = BlockingPool.await(split.data());
        try {
            return read(split, data, nextOffset, taker);
        } finally {
            data.release();
        }
    }

    private static long read(Split split, ByteBuf data, long nextOffset, Taker taker) throws IOException {
        long next = nextOffset;
        int size;
        for (int index = data.readerIndex(); index < data.writerIndex() && next < split.endOffset(); index += size) {
            BatchReader records;
            try {
                size = BatchCheck.whole(data, index);
                if (BatchHeader.lastOffset(data, index) < next) {
                    continue;
                }
                records = new BatchReader(data, index);
            } catch (VarveException e) {
                throw damaged(split, next, e);
            }
            boolean isControl = BatchHeader.isControl(data, index);
            while (!isControl && records.hasNext()) {
                Record record = record(split, next, records);
                if (record.offset() >= split.endOffset()) {
                    break;
                }
                if (record.offset() >= next) {
                    next = record.offset() + 1;
                    if (!taker.take(record)) {
                        return next;
                    }
                }
            }
            next = Math.min(split.endOffset(), BatchHeader.lastOffset(data, index) + 1);
        }
        return next;
    }

    private static Record record(Split split, long next, BatchReader records) {
        try {
            return records.next();
        } catch (VarveException e) {
            throw damaged(split, next, e);
        }
    }

    private static StoreException.Damaged damaged(Split split, long next, VarveException cause) {
        return new StoreException.Damaged(
                "object " + split.key() + " has a bad batch of partition " + split.partition() + " at or after offset "
                        + next + ": " + cause.getMessage(),
                cause);
    }
}
