/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.replay.plan;

import io.netty.buffer.ByteBuf;
import io.varve.objects.BlockingPool;
import io.varve.objects.ObjectStore;
import io.varve.objects.format.DirectoryRow;
import io.varve.objects.format.ObjectReader;
import io.varve.protocol.batch.BatchHeader;
import io.varve.protocol.batch.BatchReader;
import io.varve.protocol.batch.Record;
import io.varve.protocol.error.StoreException;
import io.varve.protocol.error.VarveException;

/** Looks for a time in an object. */
final class TimeInObject {
    private TimeInObject() {}

    /** Offset of the row's first record with this timestamp or a later one, which the row says it has. */
    static long firstAt(ObjectStore store, String key, DirectoryRow row, long timeMs) {
        ObjectReader object = BlockingPool.await(ObjectReader.open(store, key));
        int block = object.directory().blocks().firstAtTime(row, timeMs).orElse(row.firstBlock());
        ByteBuf data = BlockingPool.await(object.blocks(block, block + 1));
        try {
            for (int index = data.readerIndex();
                    index < data.writerIndex();
                    index += BatchHeader.sizeBytes(data, index)) {
                for (BatchReader records = new BatchReader(data, index); records.hasNext(); ) {
                    Record record = records.next();
                    if (record.timestamp() >= timeMs) {
                        return record.offset();
                    }
                }
            }
        } catch (VarveException e) {
            throw new StoreException.Damaged("object " + key + " has a bad batch: " + e.getMessage(), e);
        } finally {
            data.release();
        }
        throw new StoreException.Damaged(
                "object " + key + " says that its block " + block + " has a record of time " + timeMs + " or later",
                null);
    }
}
