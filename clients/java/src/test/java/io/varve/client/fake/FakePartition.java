/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.client.fake;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.varve.protocol.batch.BatchHeader;
import io.varve.protocol.batch.BatchReader;
import io.varve.protocol.batch.Record;
import io.varve.protocol.error.ErrorCode;
import io.varve.protocol.error.VarveException;
import io.varve.protocol.wire.Produced;
import io.varve.protocol.wire.ReplayRange;
import io.varve.protocol.wire.Source;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A partition as a list of batches, with the sequence rules of idempotent producers. Touched on the fake's thread only. */
final class FakePartition {
    private static final int REMEMBERED_BATCHES = 5;

    final List<Stored> batches = new ArrayList<>();
    private final Map<Long, Deque<Seen>> producers = new HashMap<>();
    private final Map<String, Long> ids = new HashMap<>();
    /** What objects hold of it; brokers serve it all the same. */
    final List<ReplayRange> inObjects = new ArrayList<>();

    long firstOffset;
    long nextOffset;

    Produced append(ByteBuf batch, String messageId, long nowMillis) {
        Long first = messageId.isEmpty() ? null : ids.putIfAbsent(messageId, nextOffset);
        long producerId = BatchHeader.producerId(batch, 0);
        int count = BatchHeader.recordCount(batch, 0);
        if (producerId != BatchHeader.NO_PRODUCER_ID) {
            Deque<Seen> seen = producers.computeIfAbsent(producerId, unknown -> new ArrayDeque<>());
            int sequence = BatchHeader.baseSequence(batch, 0);
            for (Seen before : seen) {
                if (before.sequence == sequence && before.count == count) {
                    return Produced.newBuilder()
                            .setBaseOffset(before.offset)
                            .setAppendMs(nowMillis)
                            .setDuplicate(true)
                            .build();
                }
            }
            int expected = seen.isEmpty() ? 0 : seen.getLast().sequence + seen.getLast().count;
            if (sequence != expected) {
                throw new VarveException(
                        ErrorCode.OUT_OF_ORDER_SEQUENCE, "sequence " + sequence + " after " + (expected - 1));
            }
            seen.add(new Seen(sequence, count, first == null ? nextOffset : first));
            if (seen.size() > REMEMBERED_BATCHES) {
                seen.removeFirst();
            }
        }
        if (first != null) {
            return Produced.newBuilder().setBaseOffset(first).setDuplicate(true).build();
        }
        return Produced.newBuilder()
                .setBaseOffset(store(batch, Source.SOURCE_TAIL))
                .setAppendMs(nowMillis)
                .build();
    }

    long store(ByteBuf batch, Source source) {
        ByteBuf bytes = Unpooled.copiedBuffer(batch);
        long offset = nextOffset;
        BatchHeader.patch(bytes, 0, offset, 1);
        batches.add(new Stored(bytes, offset, source));
        nextOffset += BatchHeader.recordCount(bytes, 0);
        return offset;
    }

    List<Record> records() {
        List<Record> records = new ArrayList<>();
        for (Stored batch : batches) {
            BatchReader reader = new BatchReader(batch.bytes, 0);
            reader.forEachRemaining(records::add);
        }
        return records;
    }

    void trim(long offset) {
        firstOffset = offset;
        batches.removeIf(batch -> batch.endOffset() <= offset);
    }

    /** Index of the batch that holds the offset, or the number of batches at the end. */
    int indexOf(long offset) {
        for (int i = 0; i < batches.size(); i++) {
            if (batches.get(i).endOffset() > offset) {
                return i;
            }
        }
        return batches.size();
    }

    record Stored(ByteBuf bytes, long offset, Source source) {
        long endOffset() {
            return BatchHeader.lastOffset(bytes, 0) + 1;
        }
    }

    private record Seen(int sequence, int count, long offset) {}
}
