/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.protocol.batch;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.varve.protocol.error.ErrorCode;
import io.varve.protocol.error.VarveException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Gathers records of one partition and makes a batch of them. Records are encoded as they come, into one buffer that grows
 * with them; compression happens once, in {@link #build}. A batch goes out with base offset 0 and no leader epoch: the broker
 * patches both. For one thread; used once: ends with {@link #build} or {@link #close}.
 */
public final class BatchBuilder implements AutoCloseable {
    private static final int FIRST_CAPACITY = 512;
    private static final int NO_SEQUENCE = -1;

    private final ByteBufAllocator allocator;
    private final Codec codec;
    private final int targetBytes;
    private final BatchLimits limits;
    private @Nullable ByteBuf buf;
    private int recordCount;
    private long baseTimestamp;
    private long maxTimestamp;
    private boolean ended;

    /**
     * An empty builder, which holds no memory before the first record.
     *
     * @param targetBytes uncompressed size at which the batch is full, header included; at most {@code limits.maxBatchBytes()}
     */
    public BatchBuilder(ByteBufAllocator allocator, Codec codec, int targetBytes, BatchLimits limits) {
        if (targetBytes < 1 || targetBytes > limits.maxBatchBytes()) {
            throw new IllegalArgumentException(
                    "targetBytes is " + targetBytes + "; it goes from 1 to maxBatchBytes = " + limits.maxBatchBytes());
        }
        this.allocator = allocator;
        this.codec = codec;
        this.targetBytes = targetBytes;
        this.limits = limits;
    }

    /**
     * Adds a record if there is room. The first record always has room, however small the target is.
     *
     * @param timestamp milliseconds since 1970 UTC, at least 0
     * @param key copied; may be null
     * @param value copied; may be null
     * @param headers copied in their order; may be empty
     * @return false if the record would take the batch beyond its target; nothing was added
     * @throws VarveException RECORD_TOO_LARGE if it is beyond the limit for one record, INVALID_ARGUMENT for a negative
     *     timestamp; nothing was added
     */
    public boolean append(long timestamp, byte @Nullable [] key, byte @Nullable [] value, List<RecordHeader> headers) {
        if (ended) {
            throw new IllegalStateException("the batch was built or closed");
        }
        if (timestamp < 0) {
            throw new VarveException(
                    ErrorCode.INVALID_ARGUMENT, "record has the timestamp " + timestamp + "; 0 is the least");
        }
        long timestampDelta = recordCount == 0 ? 0 : timestamp - baseTimestamp;
        long body = RecordFormat.bodyBytes(timestampDelta, recordCount, key, value, headers);
        if (body > limits.maxRecordBytes()) {
            throw new VarveException(
                    ErrorCode.RECORD_TOO_LARGE,
                    "record has " + body + " bytes with its key, headers and lengths; the limit is "
                            + limits.maxRecordBytes());
        }
        int bytes = (int) body + Varints.sizeOfInt((int) body);
        if (recordCount > 0 && sizeBytes() + (long) bytes > targetBytes) {
            return false;
        }
        ByteBuf out = open(bytes);
        if (recordCount == 0) {
            baseTimestamp = timestamp;
            maxTimestamp = timestamp;
        }
        RecordFormat.write(out, (int) body, timestampDelta, recordCount, key, value, headers);
        maxTimestamp = Math.max(maxTimestamp, timestamp);
        recordCount++;
        return true;
    }

    /** Records so far. */
    public int recordCount() {
        return recordCount;
    }

    /** Bytes of the batch so far, header included and uncompressed: no less than what {@link #build} returns. */
    public int sizeBytes() {
        return buf == null ? BatchHeader.HEADER_BYTES : buf.writerIndex();
    }

    /** Whether the batch has reached its target, so that it is time to build it. */
    public boolean isFull() {
        return recordCount > 0 && sizeBytes() + RecordFormat.MIN_BYTES > targetBytes;
    }

    /** Makes the batch of a producer without identity: a retry may store it twice. Otherwise as the other {@code build}. */
    public ByteBuf build() {
        return build(BatchHeader.NO_PRODUCER_ID, (short) NO_SEQUENCE, NO_SEQUENCE);
    }

    /**
     * Makes the batch and ends the builder; the caller releases what is returned. A codec that doesn't make the records smaller
     * is not used, so that the batch never exceeds {@link #sizeBytes}.
     *
     * @param baseSequence the producer's sequence number of the first record
     * @throws IllegalStateException if there is no record, or the builder has ended
     */
    public ByteBuf build(long producerId, short producerEpoch, int baseSequence) {
        if (buf == null) {
            throw new IllegalStateException("a batch needs a record, and a builder builds once");
        }
        ended = true;
        ByteBuf plain = buf;
        ByteBuf packed = codec == Codec.NONE ? null : pack(plain);
        buf = null;
        if (packed == null) {
            writeHeader(plain, Codec.NONE, producerId, producerEpoch, baseSequence);
            return plain;
        }
        plain.release();
        writeHeader(packed, codec, producerId, producerEpoch, baseSequence);
        return packed;
    }

    /** Gives the memory of a batch that was not built back; does nothing after {@link #build}. */
    @Override
    public void close() {
        ended = true;
        if (buf != null) {
            buf.release();
            buf = null;
        }
    }

    private ByteBuf open(int bytes) {
        if (buf == null) {
            int most = Math.max(targetBytes, BatchHeader.HEADER_BYTES + bytes);
            int first = Math.min(most, Math.max(FIRST_CAPACITY, BatchHeader.HEADER_BYTES + bytes));
            buf = allocator.buffer(first, most).writerIndex(BatchHeader.HEADER_BYTES);
        }
        return buf;
    }

    /** The compressed twin of the batch with its header still to be written, or null if it is not smaller. */
    private @Nullable ByteBuf pack(ByteBuf plain) {
        ByteBuf packed = allocator.buffer(Math.max(FIRST_CAPACITY, plain.writerIndex() / 2));
        try {
            packed.writerIndex(BatchHeader.HEADER_BYTES);
            Compression.compress(
                    codec,
                    plain.slice(BatchHeader.HEADER_BYTES, plain.writerIndex() - BatchHeader.HEADER_BYTES),
                    packed);
            return packed.writerIndex() < plain.writerIndex() ? packed.retain() : null;
        } finally {
            packed.release();
        }
    }

    private void writeHeader(ByteBuf out, Codec used, long producerId, short producerEpoch, int baseSequence) {
        out.setLong(BatchHeader.BASE_OFFSET, 0);
        out.setInt(BatchHeader.LENGTH, out.writerIndex() - BatchHeader.LENGTH_OVERHEAD);
        out.setInt(BatchHeader.LEADER_EPOCH, BatchHeader.NO_LEADER_EPOCH);
        out.setByte(BatchHeader.MAGIC_AT, BatchHeader.MAGIC);
        out.setShort(BatchHeader.ATTRIBUTES, used.number());
        out.setInt(BatchHeader.LAST_OFFSET_DELTA, recordCount - 1);
        out.setLong(BatchHeader.BASE_TIMESTAMP, baseTimestamp);
        out.setLong(BatchHeader.MAX_TIMESTAMP, maxTimestamp);
        out.setLong(BatchHeader.PRODUCER_ID, producerId);
        out.setShort(BatchHeader.PRODUCER_EPOCH, producerEpoch);
        out.setInt(BatchHeader.BASE_SEQUENCE, baseSequence);
        out.setInt(BatchHeader.RECORD_COUNT, recordCount);
        out.setInt(BatchHeader.CRC, BatchHeader.computeCrc(out, 0));
    }
}
