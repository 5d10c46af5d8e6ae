/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.client.producer;

import io.varve.client.cluster.Cluster;
import io.varve.client.cluster.OpenHandle;
import io.varve.client.record.RecordPosition;
import io.varve.client.record.Schema;
import io.varve.client.transport.Completion;
import io.varve.client.transport.Loops;
import io.varve.client.transport.Nanos;
import io.varve.protocol.batch.BatchLimits;
import io.varve.protocol.batch.MessageId;
import io.varve.protocol.batch.RecordHeader;
import io.varve.protocol.error.ErrorCode;
import io.varve.protocol.error.VarveException;
import io.varve.protocol.partition.KeyPartitioner;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Sends records to one topic. May be used by any number of threads; records of one thread to one partition keep their order,
 * through retries, lost connections and moves of the partition too, unless idempotence was turned off. A record is sent at once while fewer than five batches of
 * its partition are on their way, and gathers with others otherwise.
 *
 * <p>Idempotent unless told otherwise: a record that is sent again because an answer was lost is stored once. Futures complete
 * on the client's thread: what is chained to them must not block, and gets {@link VarveException} as its failure. Of its codes
 * UNKNOWN_OUTCOME alone says that the record may have been stored.
 *
 * <pre>{@code
 * try (VarveClient client = VarveClient.builder().servers("localhost:7650").build();
 *         Producer<String> producer = client.newProducer(Schema.string()).topic("orders").create()) {
 *     producer.send(ProducerRecord.of("paid").key("order-17"))
 *             .thenAccept(position -> System.out.println(position.partition() + "@" + position.offset()));
 *     producer.flush();
 * }
 * }</pre>
 *
 * @param <T> the type of the values
 */
public final class Producer<T> implements OpenHandle {
    private final String topic;
    private final Schema<T> schema;
    private final ProducerOptions options;
    private final BatchLimits limits;
    private final Cluster cluster;
    private final ProducerCore core;
    private final Semaphore memory;
    private final AtomicReference<@Nullable CompletableFuture<Void>> closed = new AtomicReference<>();

    Producer(
            String topic,
            Schema<T> schema,
            ProducerOptions options,
            BatchLimits limits,
            Cluster cluster,
            ProducerCore core,
            Semaphore memory) {
        this.topic = topic;
        this.schema = schema;
        this.options = options;
        this.limits = limits;
        this.cluster = cluster;
        this.core = core;
        this.memory = memory;
    }

    /** The topic as it was given. */
    public String topic() {
        return topic;
    }

    /** Sends a value without a key; otherwise as {@link #send(ProducerRecord)}. */
    public CompletableFuture<RecordPosition> send(T value) {
        return send(ProducerRecord.of(value));
    }

    /**
     * Sends a record. Never throws: what is wrong with the record fails the future, as does everything later.
     *
     * @return where it was stored; or RECORD_TOO_LARGE, PARTITION_NOT_FOUND, INVALID_ARGUMENT before anything is sent; BUSY if
     *     there was no room for it; TIMEOUT if it could not be sent within the delivery timeout; UNKNOWN_OUTCOME if it was, but
     *     no answer came; CLOSED
     */
    public CompletableFuture<RecordPosition> send(ProducerRecord<T> record) {
        try {
            OutRecord out = prepare(record);
            reserve(core.reserved(out));
            core.enter(out);
            return out.position;
        } catch (VarveException e) {
            return CompletableFuture.failedFuture(e);
        } catch (RuntimeException e) {
            // The schema, the partitioner and the times are the application's.
            return CompletableFuture.failedFuture(new VarveException(
                    ErrorCode.INVALID_ARGUMENT, "record for topic " + topic + " can't be sent: " + e, e));
        }
    }

    /** Waits until every record sent before is done, well or not: the records' futures say which. */
    public void flush() {
        Completion.await(flushAsync());
    }

    /** As {@link #flush}, without waiting. */
    public CompletableFuture<Void> flushAsync() {
        CompletableFuture<Void> done = new CompletableFuture<>();
        core.enter(new Incoming.FlushPoint(done));
        return done;
    }

    /** Bytes of records that are waiting or on their way, as the memory limit counts them. */
    public int bufferedBytes() {
        return options.memoryBytes() - memory.availablePermits();
    }

    /** As {@link #close(Duration)} with the delivery timeout, after which nothing is open any more. */
    @Override
    public void close() {
        close(options.deliveryTimeout());
    }

    /** Takes no more records, waits until those sent are done, and fails what is not after the timeout. */
    public void close(Duration timeout) {
        Completion.await(closeAsync(timeout));
    }

    /** As {@link #close(Duration)}, without waiting. */
    @Override
    public CompletableFuture<Void> closeAsync(Duration timeout) {
        CompletableFuture<Void> first = new CompletableFuture<>();
        boolean open = closed.compareAndSet(null, first);
        CompletableFuture<Void> done = open ? first : Objects.requireNonNull(closed.get());
        if (!done.isDone()) {
            Completion.of(
                    flushAsync().completeOnTimeout(null, Nanos.of(timeout), TimeUnit.NANOSECONDS),
                    (flushed, failure) -> Completion.of(core.end(), (ended, problem) -> {
                        // Not before: a client that is closed stops the threads when it knows of nobody who needs them.
                        cluster.closed(this);
                        done.complete(null);
                    }));
        }
        return done;
    }

    private OutRecord prepare(ProducerRecord<T> record) {
        if (closed.get() != null) {
            throw new VarveException(ErrorCode.CLOSED, "the producer for topic " + topic + " is closed");
        }
        T value = record.value();
        byte[] bytes = value == null ? null : schema.encode(value);
        Instant eventTime = record.eventTime();
        long timestamp = eventTime == null ? System.currentTimeMillis() : eventTime.toEpochMilli();
        if (timestamp < 0) {
            throw new VarveException(
                    ErrorCode.INVALID_ARGUMENT, "event time " + eventTime + " is before 1970, which is the earliest");
        }
        OutRecord out = new OutRecord(
                partition(record, bytes),
                timestamp,
                record.key(),
                bytes,
                headers(record),
                record.messageId(),
                System.nanoTime() + options.deliveryTimeout().toNanos());
        if (out.leastBytes() > limits.maxRecordBytes()) {
            throw new VarveException(
                    ErrorCode.RECORD_TOO_LARGE,
                    "record for topic " + topic + " has " + out.leastBytes()
                            + " bytes with its key and headers; the limit is " + limits.maxRecordBytes());
        }
        return out;
    }

    private static List<RecordHeader> headers(ProducerRecord<?> record) {
        MessageId id = record.messageId();
        if (id == null) {
            return record.headers();
        }
        List<RecordHeader> headers = new ArrayList<>(record.headers());
        headers.removeIf(header -> header.key().equals(MessageId.HEADER));
        headers.add(new RecordHeader(MessageId.HEADER, id.bytes()));
        return headers;
    }

    private int partition(ProducerRecord<T> record, byte @Nullable [] value) {
        Integer given = record.partition();
        int partitions = core.partitions();
        int partition = given != null ? given : options.partitioner().partition(record.key(), value, partitions);
        MessageId id = record.messageId();
        if (partition == Partitioner.ANY && id != null) {
            // The same id must meet itself again, whoever sends it.
            partition = KeyPartitioner.partition(id.bytes(), partitions);
        }
        boolean exists = partition >= 0 && partition < partitions;
        if (!exists && (given != null || partition != Partitioner.ANY)) {
            throw new VarveException(
                    ErrorCode.PARTITION_NOT_FOUND,
                    "record is for partition " + partition + "; topic " + topic + " has partitions 0 to "
                            + (partitions - 1));
        }
        return partition;
    }

    private void reserve(int bytes) {
        if (memory.tryAcquire(bytes)) {
            return;
        }
        long blockMillis = cluster.requestTimeout().toMillis();
        boolean mayWait = options.whenFull() == WhenFull.BLOCK && !Loops.onLoop();
        try {
            if (mayWait && memory.tryAcquire(bytes, blockMillis, TimeUnit.MILLISECONDS)) {
                return;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new VarveException(ErrorCode.BUSY, "interrupted while waiting for room to send", e);
        }
        throw new VarveException(
                ErrorCode.BUSY,
                "producer for topic " + topic + " holds " + bufferedBytes() + " bytes of its limit of "
                        + options.memoryBytes() + ", no room for " + bytes
                        + (mayWait ? " within " + blockMillis + " ms" : ""));
    }
}
