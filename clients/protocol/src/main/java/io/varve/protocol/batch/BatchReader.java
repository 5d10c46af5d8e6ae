/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.protocol.batch;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.varve.protocol.error.ErrorCode;
import io.varve.protocol.error.VarveException;
import java.util.Iterator;
import java.util.NoSuchElementException;

/**
 * The records of one batch, in offset order. Checks length, CRC and counts first and decompresses at once, so that only an
 * uncompressed batch still needs its buffer while it is read. Control batches are read like any other: ask
 * {@link BatchHeader#isControl} before handing records to an application. For one thread.
 *
 * <pre>{@code
 * for (int at = payload.readerIndex(); at < payload.writerIndex(); at += BatchHeader.sizeBytes(payload, at)) {
 *     BatchReader records = new BatchReader(payload, at);
 *     while (records.hasNext()) {
 *         use(records.next());
 *     }
 * }
 * }</pre>
 */
public final class BatchReader implements Iterator<Record> {
    /** What a batch may decompress to unless the caller says otherwise; 16 times the largest batch. */
    public static final int DEFAULT_MAX_BYTES = 64 << 20;

    /** No batch within {@link #DEFAULT_MAX_BYTES} has more records. */
    static final int MAX_RECORDS = DEFAULT_MAX_BYTES / RecordFormat.MIN_BYTES;

    private final ByteBuf records;
    private final long baseOffset;
    private final long baseTimestamp;
    private final long lastOffset;
    private long nextOffset;
    private int left;

    /** Reads the batch at {@code index} with the limit {@link #DEFAULT_MAX_BYTES}; otherwise as the other constructor. */
    public BatchReader(ByteBuf buf, int index) {
        this(buf, index, DEFAULT_MAX_BYTES);
    }

    /**
     * Reads the batch that starts at {@code index}. Borrows {@code buf} until the last record was taken and moves no index.
     *
     * @param maxBytes bytes that its records may have when decompressed; from 1 to 1 GiB
     * @throws VarveException CORRUPT_BATCH, UNSUPPORTED_CODEC; BATCH_TOO_LARGE if it decompresses to more than {@code maxBytes}
     */
    public BatchReader(ByteBuf buf, int index, int maxBytes) {
        if (maxBytes < 1 || maxBytes > 1 << 30) {
            throw new IllegalArgumentException("maxBytes is " + maxBytes + "; it goes from 1 to " + (1 << 30));
        }
        BatchCheck.intact(buf, index);
        baseOffset = BatchHeader.baseOffset(buf, index);
        lastOffset = BatchHeader.lastOffset(buf, index);
        baseTimestamp = BatchHeader.baseTimestamp(buf, index);
        nextOffset = baseOffset;
        left = BatchHeader.recordCount(buf, index);
        Codec codec = BatchHeader.codec(buf, index);
        ByteBuf stored = BatchHeader.records(buf, index);
        records =
                codec == Codec.NONE ? stored : Unpooled.wrappedBuffer(Compression.decompress(codec, stored, maxBytes));
    }

    @Override
    public boolean hasNext() {
        return left > 0;
    }

    /**
     * The next record, copied out of the batch.
     *
     * @throws VarveException CORRUPT_BATCH if what is there is no record, its offset is not above the last one's or beyond the
     *     batch's, or bytes follow the last record
     */
    @Override
    public Record next() {
        if (left == 0) {
            throw new NoSuchElementException("all records of the batch at offset " + baseOffset + " were read");
        }
        Record record = RecordFormat.read(records, baseOffset, baseTimestamp);
        if (record.offset() < nextOffset || record.offset() > lastOffset) {
            throw new VarveException(
                    ErrorCode.CORRUPT_BATCH,
                    "record has the offset " + record.offset() + "; the batch goes on from " + nextOffset + " to "
                            + lastOffset);
        }
        nextOffset = record.offset() + 1;
        left--;
        if (left == 0 && records.isReadable()) {
            throw new VarveException(
                    ErrorCode.CORRUPT_BATCH,
                    records.readableBytes() + " bytes follow the last record of the batch at offset " + baseOffset);
        }
        return record;
    }
}
