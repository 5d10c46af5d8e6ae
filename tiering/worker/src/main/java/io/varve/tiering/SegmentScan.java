/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.tiering;

import io.netty.buffer.ByteBuf;
import io.varve.log.LedgerReader;
import io.varve.log.Segment;
import io.varve.log.record.BatchRecord;
import io.varve.log.record.Entry;
import io.varve.log.record.EntryHeader;
import io.varve.log.record.LogRecord;
import io.varve.log.record.RecordType;
import io.varve.objects.BlockingPool;
import io.varve.objects.format.PartitionLane;
import io.varve.protocol.error.StoreException;
import java.util.List;
import java.util.function.BooleanSupplier;

/**
 * Goes once over the entries of a sealed segment, all of them, and refuses what isn't exactly the segment that the shard's log
 * speaks of: another's entry, a wrong checksum, a hole in the sequences, another end. Blocks.
 */
final class SegmentScan {
    private static final int READ_BYTES = 1 << 20;

    /** Sees the batches in the order of the log. */
    @FunctionalInterface
    interface Visitor {
        /**
         * @param record the BATCH record
         * @param batch its fields
         */
        void visit(PartitionLane lane, LogRecord record, BatchRecord batch);
    }

    private final SegmentSource source;
    private final Segment segment;
    private final LedgerReader reader;
    private final Pace pace;
    private final BooleanSupplier stopped;
    private final int clusterHash;

    /**
     * A scan that can be repeated.
     *
     * @param reader borrowed
     * @param pace rests are after each read
     * @param stopped once true, the scan fails with {@code Unavailable}
     */
    SegmentScan(SegmentSource source, LedgerReader reader, Pace pace, BooleanSupplier stopped) {
        this.source = source;
        this.segment = source.segment();
        this.reader = reader;
        this.pace = pace;
        this.stopped = stopped;
        this.clusterHash = EntryHeader.clusterHash(source.clusterId().toString());
    }

    void run(Visitor visitor) {
        long sequence = segment.firstSequence();
        for (long entryId = 0; entryId <= segment.lastEntry(); ) {
            if (stopped.getAsBoolean()) {
                throw new StoreException.Unavailable("tiering of " + source + " was stopped", null);
            }
            long began = System.nanoTime();
            List<ByteBuf> entries = BlockingPool.await(reader.read(entryId, segment.lastEntry(), READ_BYTES));
            int taken = 0;
            try {
                while (taken < entries.size()) {
                    // Decoding takes the buffer over, whatever comes of it.
                    ByteBuf bytes = entries.get(taken++);
                    sequence = visit(Entry.decode(segment.ledgerId(), entryId++, bytes), sequence, visitor);
                }
            } finally {
                entries.subList(taken, entries.size()).forEach(ByteBuf::release);
            }
            pace.rest(System.nanoTime() - began);
        }
        if (sequence != segment.endSequence()) {
            throw damaged("ends at sequence " + sequence + ", not at " + segment.endSequence());
        }
    }

    private long visit(Entry entry, long sequence, Visitor visitor) {
        try {
            EntryHeader header = entry.header();
            if (header.clusterHash() != clusterHash
                    || header.shard() != source.shard()
                    || header.incarnation() != source.incarnation()
                    || header.epoch() != segment.epoch()) {
                throw damaged("has an entry " + entry.entryId() + " of another log: " + header);
            }
            if (header.firstSequence() != sequence) {
                throw damaged("has an entry " + entry.entryId() + " that begins at sequence " + header.firstSequence()
                        + ", not at " + sequence);
            }
            for (LogRecord record : entry) {
                if (record.type() == RecordType.BATCH) {
                    BatchRecord batch = BatchRecord.decode(record);
                    visitor.visit(new PartitionLane(batch.topicId(), batch.partition(), batch.lane()), record, batch);
                }
            }
            return header.endSequence();
        } finally {
            entry.release();
        }
    }

    private StoreException.Damaged damaged(String what) {
        return new StoreException.Damaged(
                "ledger " + segment.ledgerId() + " of shard " + source.shard() + " " + what, null);
    }
}
