/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.client.producer;

import io.varve.client.record.ReceivedRecord;
import io.varve.protocol.batch.MessageId;
import io.varve.protocol.batch.RecordHeader;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A record to send. Immutable; arrays that are given to it must not be changed afterwards.
 *
 * <pre>{@code
 * producer.send(ProducerRecord.of(order).key(order.id()).header("source", "shop").eventTime(order.time()));
 * }</pre>
 *
 * @param <T> the type of its value
 */
public final class ProducerRecord<T> {
    private final @Nullable T value;
    private final byte @Nullable [] key;
    private final List<RecordHeader> headers;
    private final @Nullable Instant eventTime;
    private final @Nullable Integer partition;
    private final @Nullable MessageId messageId;

    private ProducerRecord(
            @Nullable T value,
            byte @Nullable [] key,
            List<RecordHeader> headers,
            @Nullable Instant eventTime,
            @Nullable Integer partition,
            @Nullable MessageId messageId) {
        this.value = value;
        this.key = key;
        this.headers = headers;
        this.eventTime = eventTime;
        this.partition = partition;
        this.messageId = messageId;
    }

    /** A record with a value and nothing else. */
    public static <T> ProducerRecord<T> of(T value) {
        return new ProducerRecord<>(value, null, List.of(), null, null, null);
    }

    /** A record without a value, which says that the key is deleted. */
    public static <T> ProducerRecord<T> deletion(byte[] key) {
        return new ProducerRecord<>(null, key, List.of(), null, null, null);
    }

    /** A record that was read, to be sent again: key, value, headers and event time, for the partition that the key says. */
    public static ProducerRecord<byte[]> copyOf(ReceivedRecord<?> record) {
        return new ProducerRecord<>(
                record.valueBytes(), record.key(), record.headers(), record.eventTime(), null, null);
    }

    /** The same with a key. */
    public ProducerRecord<T> key(byte[] bytes) {
        return new ProducerRecord<>(value, bytes, headers, eventTime, partition, messageId);
    }

    /** The same with a key in UTF-8. */
    public ProducerRecord<T> key(String text) {
        return key(text.getBytes(StandardCharsets.UTF_8));
    }

    /** The same with one more header; names may repeat. */
    public ProducerRecord<T> header(String name, byte[] bytes) {
        List<RecordHeader> more = new ArrayList<>(headers);
        more.add(new RecordHeader(name, bytes));
        return new ProducerRecord<>(value, key, List.copyOf(more), eventTime, partition, messageId);
    }

    /** The same with one more header in UTF-8. */
    public ProducerRecord<T> header(String name, String text) {
        return header(name, text.getBytes(StandardCharsets.UTF_8));
    }

    /** The same with a time of its event, kept to the millisecond and not before 1970; otherwise the time of sending. */
    public ProducerRecord<T> eventTime(Instant time) {
        return new ProducerRecord<>(value, key, headers, time, partition, messageId);
    }

    /** The same for this partition, whatever the partitioner would say; from 0. */
    public ProducerRecord<T> partition(int number) {
        return new ProducerRecord<>(value, key, headers, eventTime, number, messageId);
    }

    /**
     * The same with an id, of 1 to 256 bytes in UTF-8: a topic with a dedup window stores it once in that time, whoever sends it.
     * It stands in the record's header {@value MessageId#HEADER}. A record with neither partition nor key goes to the partition that
     * its id says. The id counts within its partition, so the same id must come with the same key. Such a record is a batch of its own.
     *
     * @throws io.varve.protocol.error.VarveException INVALID_ARGUMENT when it is too long or empty
     */
    public ProducerRecord<T> messageId(String id) {
        return new ProducerRecord<>(value, key, headers, eventTime, partition, new MessageId(id));
    }

    @Nullable
    T value() {
        return value;
    }

    byte @Nullable [] key() {
        return key;
    }

    List<RecordHeader> headers() {
        return headers;
    }

    @Nullable
    Instant eventTime() {
        return eventTime;
    }

    @Nullable
    Integer partition() {
        return partition;
    }

    @Nullable
    MessageId messageId() {
        return messageId;
    }
}
