/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.client.record;

import io.varve.protocol.batch.Record;
import io.varve.protocol.batch.RecordHeader;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A record as it was read. Arrays are the record's own and not copied again: don't change them.
 *
 * @param <T> the type of its value
 */
public final class ReceivedRecord<T> {
    private final TopicPartition source;
    private final Record record;
    private final Schema<T> schema;

    /** A record of a partition. */
    public ReceivedRecord(TopicPartition source, Record record, Schema<T> schema) {
        this.source = source;
        this.record = record;
        this.schema = schema;
    }

    /** The topic, as the reader or consumer was given it. */
    public String topic() {
        return source.topic();
    }

    /** The partition. */
    public int partition() {
        return source.partition();
    }

    /** The topic and partition. */
    public TopicPartition source() {
        return source;
    }

    /** Its place in the partition. */
    public long offset() {
        return record.offset();
    }

    /** The producer's time of the event, to the millisecond. */
    public Instant eventTime() {
        return Instant.ofEpochMilli(record.timestamp());
    }

    /**
     * The value, decoded anew by each call; null if the record has none, which says that its key is deleted.
     *
     * @throws io.varve.protocol.error.VarveException INVALID_ARGUMENT if the bytes are no such value; the next record is not
     *     affected
     */
    public @Nullable T value() {
        byte[] bytes = record.value();
        return bytes == null ? null : schema.decode(bytes);
    }

    /** The value as stored; null if the record has none. */
    public byte @Nullable [] valueBytes() {
        return record.value();
    }

    /** The key; null if the record has none. */
    public byte @Nullable [] key() {
        return record.key();
    }

    /** The key as UTF-8 text, empty if the record has none. */
    public Optional<String> keyText() {
        byte[] key = record.key();
        return key == null ? Optional.empty() : Optional.of(new String(key, StandardCharsets.UTF_8));
    }

    /** Headers in the order in which they were sent. */
    public List<RecordHeader> headers() {
        return record.headers();
    }

    @Override
    public String toString() {
        return "ReceivedRecord[" + source + "@" + offset() + "]";
    }
}
