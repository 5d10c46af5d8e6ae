/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.protocol.batch;

import io.netty.buffer.ByteBuf;
import io.varve.protocol.error.ErrorCode;
import io.varve.protocol.error.VarveException;

/**
 * Holds a batch that came from somebody else against the format, without decompressing it. All methods borrow the buffer and
 * move no index; they run on any thread, at about the speed of CRC-32C.
 *
 * <p>What this can't see: the records of a compressed batch. Their sizes are left to the client that wrote them and to the
 * limit on the batch; {@link BatchReader} finds a lie there when the batch is read.
 */
public final class BatchCheck {
    private static final int CLIENT_ATTRIBUTES =
            BatchHeader.CODEC_MASK | BatchHeader.TRANSACTIONAL_BIT | BatchHeader.CONTROL_BIT;

    private BatchCheck() {}

    /**
     * Accepts the readable bytes of {@code payload} if they are exactly one batch that a client may append.
     *
     * @throws VarveException BATCH_TOO_LARGE, RECORD_TOO_LARGE, CORRUPT_BATCH, UNSUPPORTED_CODEC, or INVALID_ARGUMENT for what is
     *     well-formed but not a client's to send; the message names the value and the limit
     */
    public static void produced(ByteBuf payload, BatchLimits limits) {
        int index = payload.readerIndex();
        int bytes = payload.readableBytes();
        if (bytes > limits.maxBatchBytes()) {
            throw new VarveException(
                    ErrorCode.BATCH_TOO_LARGE, "batch has " + bytes + " bytes; the limit is " + limits.maxBatchBytes());
        }
        int size = whole(payload, index);
        if (size != bytes) {
            throw corrupt("batch has " + size + " bytes by its length, " + bytes + " were sent");
        }
        crc(payload, index);
        attributes(payload, index);
        Codec codec = BatchHeader.codec(payload, index);
        producer(payload, index);
        count(payload, index);
        if (codec == Codec.NONE) {
            records(payload, index, limits.maxRecordBytes());
        }
    }

    /**
     * Bytes of the batch that starts at {@code index}, if it is of format v2 and lies in the buffer whole. Says nothing about
     * its content; this is the step from batch to batch in a run of them.
     *
     * @throws VarveException CORRUPT_BATCH
     */
    public static int whole(ByteBuf buf, int index) {
        int available = buf.writerIndex() - index;
        if (available < BatchHeader.HEADER_BYTES) {
            throw corrupt("batch has " + available + " bytes; its header alone has " + BatchHeader.HEADER_BYTES);
        }
        byte magic = BatchHeader.magic(buf, index);
        if (magic != BatchHeader.MAGIC) {
            throw corrupt("batch is of format " + magic + "; only " + BatchHeader.MAGIC + " is accepted");
        }
        long size = (long) BatchHeader.LENGTH_OVERHEAD + buf.getInt(index + BatchHeader.LENGTH);
        if (size < BatchHeader.HEADER_BYTES || size > available) {
            throw corrupt("batch has " + size + " bytes by its length; " + BatchHeader.HEADER_BYTES + " is the least, "
                    + available + " are there");
        }
        return (int) size;
    }

    /**
     * Bytes of the batch that starts at {@code index}, if it is whole, its CRC is right and its counts make sense: what a
     * reader asks of a stored batch, which may be a control batch or have lost records to compaction.
     *
     * @throws VarveException CORRUPT_BATCH
     */
    public static int intact(ByteBuf buf, int index) {
        int size = whole(buf, index);
        crc(buf, index);
        int count = BatchHeader.recordCount(buf, index);
        int last = BatchHeader.lastOffsetDelta(buf, index);
        if (last < 0 || count < 0 || count - 1 > last) {
            throw corrupt("batch says " + count + " records and a last offset delta of " + last);
        }
        return size;
    }

    private static void crc(ByteBuf buf, int index) {
        int stored = BatchHeader.crc(buf, index);
        int computed = BatchHeader.computeCrc(buf, index);
        if (stored != computed) {
            throw corrupt(String.format("batch has the CRC %08x; its bytes give %08x", stored, computed));
        }
    }

    private static void attributes(ByteBuf buf, int index) {
        int attributes = BatchHeader.attributes(buf, index) & 0xFFFF;
        if ((attributes & ~CLIENT_ATTRIBUTES) != 0) {
            throw new VarveException(
                    ErrorCode.INVALID_ARGUMENT,
                    String.format(
                            "batch has the attributes %04x; a client may set %04x",
                            attributes, BatchHeader.CODEC_MASK));
        }
        if (BatchHeader.isControl(buf, index)) {
            throw new VarveException(ErrorCode.INVALID_ARGUMENT, "batch is a control batch; only brokers write those");
        }
        // Stored as an ordinary batch it would count as committed.
        if (BatchHeader.isTransactional(buf, index)) {
            throw new VarveException(
                    ErrorCode.INVALID_ARGUMENT, "batch is transactional; this broker has no transactions");
        }
    }

    private static void producer(ByteBuf buf, int index) {
        long id = BatchHeader.producerId(buf, index);
        int epoch = BatchHeader.producerEpoch(buf, index);
        int sequence = BatchHeader.baseSequence(buf, index);
        if (id < BatchHeader.NO_PRODUCER_ID || (id >= 0 && (epoch < 0 || sequence < 0))) {
            throw corrupt("batch has the producer id " + id + ", epoch " + epoch + ", sequence " + sequence
                    + "; all are at least 0, or the id is -1");
        }
    }

    private static void count(ByteBuf buf, int index) {
        int count = BatchHeader.recordCount(buf, index);
        int last = BatchHeader.lastOffsetDelta(buf, index);
        if (count < 1 || count - 1 != last) {
            throw corrupt("batch says " + count + " records and a last offset delta of " + last
                    + "; it takes at least one record and a delta one less than their number");
        }
        if (count > BatchReader.MAX_RECORDS) {
            throw corrupt("batch says " + count + " records; the limit is " + BatchReader.MAX_RECORDS);
        }
    }

    private static void records(ByteBuf buf, int index, int maxRecordBytes) {
        ByteBuf records = BatchHeader.records(buf, index);
        int count = BatchHeader.recordCount(buf, index);
        for (int i = 0; i < count; i++) {
            int delta = RecordFormat.skip(records, maxRecordBytes);
            if (delta != i) {
                throw corrupt("record " + i + " of the batch has the offset delta " + delta);
            }
        }
        if (records.isReadable()) {
            throw corrupt(records.readableBytes() + " bytes follow the last of the batch's " + count + " records");
        }
    }

    private static VarveException corrupt(String message) {
        return new VarveException(ErrorCode.CORRUPT_BATCH, message);
    }
}
