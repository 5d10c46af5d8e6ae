/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.client.producer;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.varve.client.transport.CallException;
import io.varve.protocol.batch.BatchBuilder;
import io.varve.protocol.batch.BatchLimits;
import io.varve.protocol.batch.Codec;
import io.varve.protocol.batch.MessageId;
import io.varve.protocol.wire.ProducerIdentity;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Records that are sent as one batch and, after a failure, again as the same batch: it is encoded for each attempt, so that
 * no encoded bytes are kept while an answer is awaited. Owned by the producer's loop.
 */
final class OutBatch {
    /** What is known of the attempts. */
    enum State {
        /** Its answer is awaited. */
        SENT,
        /** Neither it nor an earlier one had an effect. */
        REFUSED,
        /** It or an earlier one may have had an effect: that a later one was refused says nothing about that. */
        UNKNOWN,
        /** Its records' futures are complete. */
        DONE
    }

    private final List<OutRecord> records;
    private final @Nullable ProducerIdentity identity;
    private final int baseSequence;
    private State state = State.SENT;
    private boolean maybeStored;
    private @Nullable CallException lastFailure;

    /** A batch of at least one record; without an identity it has no sequence. */
    OutBatch(List<OutRecord> records, @Nullable ProducerIdentity identity, int baseSequence) {
        this.records = records;
        this.identity = identity;
        this.baseSequence = baseSequence;
    }

    /** The batch's bytes, the same each time; the caller releases them. */
    ByteBuf encode(ByteBufAllocator allocator, Codec codec, BatchLimits limits) {
        try (BatchBuilder builder = new BatchBuilder(allocator, codec, limits.maxBatchBytes(), limits)) {
            for (OutRecord record : records) {
                if (!builder.append(record.timestamp, record.key, record.value, record.headers)) {
                    throw new IllegalStateException("a batch of " + records.size() + " records was cut too large");
                }
            }
            return identity == null
                    ? builder.build()
                    : builder.build(identity.getProducerId(), (short) identity.getEpoch(), baseSequence);
        }
    }

    /** What its only record is called; empty for records without an id. */
    String messageId() {
        MessageId id = records.get(0).messageId;
        return id == null ? "" : id.text();
    }

    List<OutRecord> records() {
        return records;
    }

    /** When the oldest record's time is up, on the monotonic clock. */
    long deadlineNanos() {
        return records.get(0).deadlineNanos;
    }

    State state() {
        return state;
    }

    void state(State next) {
        state = next;
    }

    boolean isDone() {
        return state == State.DONE;
    }

    /** The failure of the last attempt that failed. */
    @Nullable
    CallException lastFailure() {
        return lastFailure;
    }

    void failed(CallException why) {
        lastFailure = why;
        maybeStored |= why.maybeApplied();
        state = maybeStored ? State.UNKNOWN : State.REFUSED;
    }
}
