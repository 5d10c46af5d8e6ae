/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.client.producer;

import com.google.protobuf.CodedOutputStream;
import io.netty.buffer.ByteBufUtil;
import io.varve.client.record.RecordPosition;
import io.varve.protocol.batch.MessageId;
import io.varve.protocol.batch.RecordHeader;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** A record on its way, from {@code send} until its future completes. Owned by the producer's loop once it was handed over. */
final class OutRecord implements Incoming {
    /** Attributes, and the two deltas when the record is the first of its batch. */
    private static final int LEAST_HEAD_BYTES = 3;
    /** How much longer the deltas may get, and the record's own length. */
    private static final int VARIABLE_BYTES = 9 + 4 + 5;
    /** This object, its future, its places in queues and the heads of two arrays: small records are mostly that. */
    private static final int OBJECT_BYTES = 150;

    final int partition;
    final long timestamp;
    final byte @Nullable [] key;
    final byte @Nullable [] value;
    final List<RecordHeader> headers;
    final @Nullable MessageId messageId;
    final long deadlineNanos;
    final CompletableFuture<RecordPosition> position = new CompletableFuture<>();
    private final long leastBytes;
    private FlushMarks.@Nullable Mark mark;

    /** A record for a partition or {@link Partitioner#ANY}; the deadline is on the monotonic clock. */
    OutRecord(
            int partition,
            long timestamp,
            byte @Nullable [] key,
            byte @Nullable [] value,
            List<RecordHeader> headers,
            @Nullable MessageId messageId,
            long deadlineNanos) {
        this.partition = partition;
        this.timestamp = timestamp;
        this.key = key;
        this.value = value;
        this.headers = headers;
        this.messageId = messageId;
        this.deadlineNanos = deadlineNanos;
        this.leastBytes = leastBytes(key, value, headers);
    }

    /** Encoded bytes without the leading length if it is alone in a batch: what the limit for records is about. */
    long leastBytes() {
        return leastBytes;
    }

    /** What it takes of memory until it is done: the record and the objects around it. */
    long heldBytes() {
        return mostBytes() + OBJECT_BYTES;
    }

    /** Encoded bytes wherever in a batch it stands, at most. */
    long mostBytes() {
        return leastBytes + VARIABLE_BYTES;
    }

    FlushMarks.@Nullable Mark mark() {
        return mark;
    }

    void mark(FlushMarks.Mark present) {
        mark = present;
    }

    private static long leastBytes(byte @Nullable [] key, byte @Nullable [] value, List<RecordHeader> headers) {
        long bytes = LEAST_HEAD_BYTES
                + fieldBytes(key)
                + fieldBytes(value)
                + CodedOutputStream.computeSInt32SizeNoTag(headers.size());
        for (RecordHeader header : headers) {
            int name = ByteBufUtil.utf8Bytes(header.key());
            bytes += CodedOutputStream.computeSInt32SizeNoTag(name) + name + fieldBytes(header.value());
        }
        return bytes;
    }

    private static long fieldBytes(byte @Nullable [] field) {
        return field == null ? 1 : CodedOutputStream.computeSInt32SizeNoTag(field.length) + (long) field.length;
    }
}
