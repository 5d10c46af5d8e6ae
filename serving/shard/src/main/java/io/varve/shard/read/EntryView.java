/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.shard.read;

import io.netty.buffer.ByteBuf;
import io.varve.log.record.BatchRecord;
import io.varve.log.record.Entry;
import io.varve.log.record.LogRecord;
import io.varve.log.record.RecordType;
import io.varve.shard.state.PartitionKey;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A confirmed entry with a directory of the batches in it, made once and used by every reader. Owns a reference to the entry's
 * bytes until {@link #release}.
 */
final class EntryView {
    /** What a view takes of the heap with the directory of a few batches. */
    private static final int VIEW_BYTES = 512;

    private final long ledgerId;
    private final long entryId;
    private final ByteBuf bytes;
    private final Map<PartitionKey, Batches> batches = new HashMap<>();

    /** One partition's batches within the entry, in offset order: slices of the entry's bytes without references of their own. */
    static final class Batches {
        private final List<ByteBuf> slices = new ArrayList<>();
        private long[] lastOffsets = new long[2];

        private void add(ByteBuf slice, long lastOffset) {
            if (slices.size() == lastOffsets.length) {
                lastOffsets = Arrays.copyOf(lastOffsets, lastOffsets.length * 2);
            }
            lastOffsets[slices.size()] = lastOffset;
            slices.add(slice);
        }

        int size() {
            return slices.size();
        }

        ByteBuf slice(int i) {
            return slices.get(i);
        }

        int length(int i) {
            return slices.get(i).readableBytes();
        }

        long lastOffset(int i) {
            return lastOffsets[i];
        }
    }

    /** Looks through an entry, which is borrowed: the view takes a reference of its own to its bytes. */
    EntryView(Entry entry) {
        ledgerId = entry.ledgerId();
        entryId = entry.entryId();
        bytes = entry.bytes();
        entry.forEach(this::note);
        bytes.retain();
    }

    private void note(LogRecord record) {
        if (record.type() == RecordType.BATCH) {
            BatchRecord fields = BatchRecord.decode(record);
            batches.computeIfAbsent(new PartitionKey(fields.topicId(), fields.partition()), key -> new Batches())
                    .add(BatchRecord.batch(record), fields.endOffset() - 1);
        }
    }

    long ledgerId() {
        return ledgerId;
    }

    long entryId() {
        return entryId;
    }

    int sizeBytes() {
        return bytes.readableBytes();
    }

    /** What it keeps from being freed, the view itself included. */
    int memoryBytes() {
        return bytes.capacity() + VIEW_BYTES;
    }

    /** The partition's batches in here; null when there are none. */
    @Nullable
    Batches of(PartitionKey key) {
        return batches.get(key);
    }

    /** Partitions with batches in here. */
    Set<PartitionKey> partitions() {
        return batches.keySet();
    }

    void release() {
        bytes.release();
    }
}
