/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.shard.state;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.varve.log.record.BatchRecord;
import io.varve.log.record.LogRecord;
import io.varve.log.record.MessageIdMark;
import io.varve.log.record.RecordBody;
import io.varve.log.record.RecordType;
import io.varve.log.record.SideData;
import io.varve.protocol.batch.BatchBuilder;
import io.varve.protocol.batch.BatchLimits;
import io.varve.protocol.batch.Codec;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** A log in memory with a live state beside it, as a shard has it. */
final class RecordedLog {
    final ShardState live = new ShardState();
    final List<LogRecord> records = new ArrayList<>();
    private final long startMs = 1_700_000_000_000L;

    long append(RecordBody body) {
        ByteBuf bytes = Unpooled.buffer();
        body.encode(bytes);
        long appendMs = startMs + records.size();
        add(body.type(), bytes, appendMs);
        live.apply(body, appendMs);
        return records.size() - 1L;
    }

    void appendBatch(UUID topic, int partition, long baseOffset, long producerId, int sequence, int count) {
        append(new BatchRecord(topic, partition, baseOffset, count, 1), producerId, sequence);
    }

    void appendRecord(UUID topic, int partition, long offset, MessageIdMark mark) {
        append(new BatchRecord(topic, partition, 0, offset, 1, 1, null, new SideData(List.of(mark.toItem()))), -1, -1);
    }

    private void append(BatchRecord fields, long producerId, int sequence) {
        ByteBuf batch = batch(producerId, sequence, fields.count());
        ByteBuf bytes = Unpooled.buffer();
        fields.encode(bytes, batch);
        long appendMs = startMs + records.size();
        add(RecordType.BATCH, bytes, appendMs);
        live.apply(fields, batch, 0, appendMs);
        batch.release();
    }

    private void add(RecordType type, ByteBuf body, long appendMs) {
        int flags = type.mustUnderstand() ? LogRecord.MUST_UNDERSTAND : 0;
        records.add(new LogRecord(records.size(), type, flags, type.version(), body, 1, records.size(), 1, appendMs));
    }

    /** What a successor has after replaying from a record on. */
    ShardState replay(int from, boolean fromSnapshot) {
        ShardState state = new ShardState();
        SnapshotReader reader = new SnapshotReader(state);
        for (int i = from; i < records.size(); i++) {
            reader.record(records.get(i), i == from, fromSnapshot);
        }
        return state;
    }

    private static ByteBuf batch(long producerId, int sequence, int count) {
        try (BatchBuilder builder = new BatchBuilder(
                io.netty.buffer.UnpooledByteBufAllocator.DEFAULT, Codec.NONE, 64 * 1024, BatchLimits.DEFAULT)) {
            for (int i = 0; i < count; i++) {
                builder.append(1_000, null, ("value " + i).getBytes(StandardCharsets.UTF_8), List.of());
            }
            return builder.build(producerId, (short) 0, sequence);
        }
    }
}
