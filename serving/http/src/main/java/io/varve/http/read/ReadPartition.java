/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.http.read;

import io.varve.client.VarveClient;
import io.varve.client.admin.OffsetAt;
import io.varve.client.reader.PollLimit;
import io.varve.client.reader.Reader;
import io.varve.client.reader.StartPosition;
import io.varve.client.record.ReceivedRecord;
import io.varve.client.record.Schema;
import io.varve.client.record.ValueForm;
import io.varve.http.call.Answer;
import io.varve.http.call.Call;
import io.varve.http.call.Endpoint;
import io.varve.http.call.Problem;
import io.varve.protocol.error.ErrorCode;
import io.varve.protocol.name.TopicName;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.Semaphore;

/** Records of one partition from an offset or a time on, without a group. Each call has a reader of its own while it lasts. */
public final class ReadPartition implements Endpoint {
    private static final int MOST_READERS = 256;
    private static final int BUFFER_BYTES = 1 << 20;

    private final VarveClient client;
    private final Duration timeout;
    private final Executor work;
    private final Semaphore readers = new Semaphore(MOST_READERS);

    /**
     * By this client.
     *
     * @param timeout for records that are there to come
     * @param work where records are decoded
     */
    public ReadPartition(VarveClient client, Duration timeout, Executor work) {
        this.client = client;
        this.timeout = timeout;
        this.work = work;
    }

    @Override
    public CompletableFuture<Answer> answer(Call call) {
        TopicName topic = TopicName.parse(call.text("name"));
        int partition = call.number("partition");
        Optional<Long> offset = call.optionalLong("offset");
        Optional<Instant> time = call.optionalTime("time");
        if (offset.isPresent() && time.isPresent()) {
            throw new Problem(ErrorCode.INVALID_ARGUMENT, "offset and time are both given; give one of them");
        }
        StartPosition start = offset.map(StartPosition::at)
                .or(() -> time.map(StartPosition::at))
                .orElse(StartPosition.earliest());
        if (!readers.tryAcquire()) {
            throw new Problem(ErrorCode.BUSY, MOST_READERS + " reads are under way, which is the limit");
        }
        return client.admin()
                .findOffsetAsync(topic.shortName(), partition, start)
                .thenComposeAsync(at -> read(call, topic, partition, at), work)
                .whenComplete((answer, failure) -> readers.release());
    }

    private CompletableFuture<Answer> read(Call call, TopicName topic, int partition, OffsetAt at) {
        if (at.offset() > at.nextOffset() || at.offset() < at.firstOffset()) {
            throw new Problem(
                    ErrorCode.OFFSET_OUT_OF_RANGE,
                    "offset is " + at.offset() + "; partition " + topic.shortName() + "/" + partition + " keeps "
                            + at.firstOffset() + " to " + at.nextOffset() + ", the end");
        }
        boolean isThere = at.offset() < at.nextOffset();
        Duration patience = isThere ? timeout : call.duration("wait");
        PollLimit limit = new PollLimit(call.number("max"), call.number("maxBytes"));
        if (patience.isZero()) {
            return CompletableFuture.completedFuture(
                    answer(List.of(), at.offset(), at.nextOffset(), RecordsJson.form(call)));
        }
        return client.newReader(Schema.bytes())
                .topic(topic.shortName())
                .partitions(partition)
                .from(partition, StartPosition.at(at.offset()))
                .bufferBytes((int) Math.min(limit.bytes(), BUFFER_BYTES))
                .createAsync()
                .thenComposeAsync(
                        reader -> {
                            Gather gather = new Gather(
                                    reader,
                                    limit,
                                    at,
                                    call.optionalTime("time"),
                                    System.nanoTime() + patience.toNanos());
                            return gather.more()
                                    .whenComplete((done, failure) -> reader.close())
                                    .thenApply(done -> answer(
                                            gather.records,
                                            gather.nextOffset,
                                            Math.max(at.nextOffset(), gather.nextOffset),
                                            RecordsJson.form(call)));
                        },
                        work);
    }

    private static Answer answer(
            List<ReceivedRecord<byte[]>> records, long nextOffset, long endOffset, ValueForm form) {
        return Answer.json(200, json -> {
            json.writeStartObject();
            RecordsJson.write(records, form, json);
            json.writeNumberField("nextOffset", nextOffset);
            json.writeNumberField("endOffset", endOffset);
            json.writeEndObject();
        });
    }

    /** The records of one call: polls until it has what was there at its start, as far as the limit goes. */
    private final class Gather {
        private final Reader<byte[]> reader;
        private final PollLimit limit;
        private final long endOffset;
        private final Optional<Instant> notBefore;
        private final long deadlineNanos;
        private final List<ReceivedRecord<byte[]>> records = new ArrayList<>();
        private long bytes;
        private long nextOffset;

        Gather(Reader<byte[]> reader, PollLimit limit, OffsetAt at, Optional<Instant> notBefore, long deadlineNanos) {
            this.reader = reader;
            this.limit = limit;
            this.endOffset = at.nextOffset();
            this.nextOffset = at.offset();
            this.notBefore = notBefore;
            this.deadlineNanos = deadlineNanos;
        }

        CompletableFuture<?> more() {
            long leftNanos = deadlineNanos - System.nanoTime();
            boolean hasAll = !records.isEmpty() && nextOffset >= endOffset;
            if (hasAll || leftNanos <= 0 || records.size() >= limit.records() || bytes >= limit.bytes()) {
                return CompletableFuture.completedFuture(null);
            }
            PollLimit rest = new PollLimit(limit.records() - records.size(), limit.bytes() - bytes);
            return reader.pollAsync(Duration.ofNanos(leftNanos), rest)
                    .thenComposeAsync(
                            polled -> {
                                take(polled);
                                return more();
                            },
                            work);
        }

        private void take(List<ReceivedRecord<byte[]>> polled) {
            for (ReceivedRecord<byte[]> record : polled) {
                nextOffset = record.offset() + 1;
                // A batch comes whole, and its first records may be older than what was asked for.
                boolean isEarlier = records.isEmpty()
                        && notBefore.isPresent()
                        && record.eventTime().isBefore(notBefore.get());
                if (!isEarlier) {
                    records.add(record);
                    bytes += size(record.key()) + size(record.valueBytes());
                }
            }
        }

        private static long size(byte @org.jspecify.annotations.Nullable [] array) {
            return array == null ? 0 : array.length;
        }
    }
}
