/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.cli.object;

import io.netty.buffer.ByteBuf;
import io.varve.objects.BlockingPool;
import io.varve.objects.format.DirectoryRow;
import io.varve.objects.format.ObjectReader;
import io.varve.protocol.batch.BatchCheck;
import io.varve.protocol.batch.BatchHeader;
import io.varve.protocol.error.StoreException;
import io.varve.protocol.error.VarveException;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Reads what an object holds of one partition, checking every block, every batch and that nothing is missing. */
final class RowReader {
    private static final long READ_BYTES = 8 << 20;

    private final ObjectReader object;
    private final DirectoryRow row;
    private long records;
    private int batches;
    private long nextOffset;

    private RowReader(ObjectReader object, DirectoryRow row) {
        this.object = object;
        this.row = row;
        this.nextOffset = row.firstOffset();
    }

    /** Takes the data of a row in order, some whole batches at a time. */
    interface Sink {
        /** Borrows the bytes. */
        void take(ByteBuf batches) throws IOException;
    }

    /**
     * Reads the row from its first to its last batch.
     *
     * @throws StoreException.Damaged if a checksum is wrong, or batches and directory contradict each other
     */
    static void read(ObjectReader object, DirectoryRow row, Sink sink) throws IOException {
        new RowReader(object, row).read(sink);
    }

    private void read(Sink sink) throws IOException {
        int end = row.endBlock();
        for (int first = row.firstBlock(); first < end; ) {
            int next = object.directory().blocks().run(first, end, READ_BYTES);
            ByteBuf bytes = BlockingPool.await(object.blocks(first, next));
            try {
                check(bytes);
                sink.take(bytes);
            } finally {
                bytes.release();
            }
            first = next;
        }
        if (records != row.recordCount() || batches != row.batchCount() || nextOffset != row.endOffset()) {
            throw damaged(
                    "holds " + batches + " batches with " + records + " records up to offset " + nextOffset
                            + "; its directory says " + row.batchCount() + ", " + row.recordCount() + " and "
                            + row.endOffset(),
                    null);
        }
    }

    private void check(ByteBuf bytes) {
        int index = bytes.readerIndex();
        while (index < bytes.writerIndex()) {
            int size;
            try {
                size = BatchCheck.intact(bytes, index);
            } catch (VarveException e) {
                throw damaged("has a bad batch after offset " + (nextOffset - 1) + ": " + e.getMessage(), e);
            }
            if (BatchHeader.baseOffset(bytes, index) < nextOffset) {
                throw damaged(
                        "has a batch at offset " + BatchHeader.baseOffset(bytes, index) + " where " + nextOffset
                                + " is the least",
                        null);
            }
            batches++;
            records += BatchHeader.recordCount(bytes, index);
            nextOffset = BatchHeader.lastOffset(bytes, index) + 1;
            index += size;
        }
    }

    private StoreException.Damaged damaged(String what, @Nullable VarveException cause) {
        return new StoreException.Damaged(
                object.directory().key() + ": partition " + row.lane().partition() + " of topic "
                        + row.lane().topicId() + " " + what,
                cause);
    }
}
