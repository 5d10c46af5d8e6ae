/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.shard.read;

import io.netty.buffer.ByteBuf;
import io.varve.log.record.BatchRecord;
import io.varve.log.record.LogRecord;
import io.varve.log.record.RecordType;
import io.varve.protocol.batch.BatchHeader;
import io.varve.shard.state.PartitionKey;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Which ledger and entry holds which offset, for every partition of a shard. Built from confirmed records: as they are confirmed,
 * as they are replayed, and for older ledgers by one scan. Owned by the shard's loop.
 */
public final class LogIndex {
    /** Records that a shard writes on account of its own log: snapshots, moves to objects. */
    private static final Set<RecordType> HOUSEKEEPING = EnumSet.of(
            RecordType.SNAPSHOT_BEGIN,
            RecordType.SNAPSHOT_SECTION,
            RecordType.SNAPSHOT_END,
            RecordType.TIERED,
            RecordType.DELETE_OBJECTS,
            RecordType.OBJECTS_DELETED,
            RecordType.SEGMENT_INDEX,
            RecordType.NOOP);

    private final Map<PartitionKey, PartitionReads> partitions = new HashMap<>();
    private final Map<Long, Long> lastEntries = new HashMap<>();
    private final Set<Long> withBatches = new HashSet<>();
    private final Set<Long> withNews = new HashSet<>();

    /** Notes a confirmed record. Borrows it. */
    public void add(LogRecord record) {
        lastEntries.put(record.ledgerId(), record.entryId());
        if (!HOUSEKEEPING.contains(record.type())) {
            withNews.add(record.ledgerId());
        }
        if (record.type() != RecordType.BATCH) {
            return;
        }
        BatchRecord fields = BatchRecord.decode(record);
        ByteBuf batch = BatchRecord.batch(record);
        withBatches.add(record.ledgerId());
        BatchFacts facts = new BatchFacts(
                fields.baseOffset(),
                fields.endOffset(),
                batch.readableBytes(),
                record.appendTimeMs(),
                BatchHeader.maxTimestamp(batch, batch.readerIndex()));
        PartitionReads reads = of(new PartitionKey(fields.topicId(), fields.partition()));
        reads.add(record.ledgerId(), record.entryId(), facts);
        reads.confirm(facts.endOffset());
    }

    /** Puts what a scan of older ledgers found in front. */
    public void prepend(LogIndex older) {
        older.partitions.forEach((key, reads) -> of(key).prepend(reads));
        older.lastEntries.forEach(lastEntries::putIfAbsent);
        withBatches.addAll(older.withBatches);
        withNews.addAll(older.withNews);
    }

    /** Forgets a ledger that left the shard's list. */
    public void dropLedger(long ledgerId) {
        partitions.values().forEach(reads -> reads.dropLedger(ledgerId));
        lastEntries.remove(ledgerId);
        withBatches.remove(ledgerId);
        withNews.remove(ledgerId);
    }

    /** Forgets every ledger but these. */
    public void retain(Set<Long> ledgers) {
        Set<Long> gone = new HashSet<>(lastEntries.keySet());
        gone.removeAll(ledgers);
        gone.forEach(this::dropLedger);
    }

    /** Forgets a partition that was deleted. */
    public void dropPartition(PartitionKey key) {
        PartitionReads reads = partitions.remove(key);
        if (reads != null) {
            reads.wake();
        }
    }

    /** Whether a ledger holds anything but what the shard wrote on account of its own log. */
    public boolean holdsNews(long ledgerId) {
        return withNews.contains(ledgerId);
    }

    /** Whether a ledger holds any batch. */
    public boolean holdsBatches(long ledgerId) {
        return withBatches.contains(ledgerId);
    }

    /** What each ledger holds of a partition, oldest first. */
    public List<LedgerRange> ranges(PartitionKey key) {
        PartitionReads reads = partitions.get(key);
        return reads == null ? List.of() : List.copyOf(reads.ranges());
    }

    /** One above the last offset that readers may see; 0 when nothing is known. */
    public long confirmedEnd(PartitionKey key) {
        PartitionReads reads = partitions.get(key);
        return reads == null ? 0 : reads.confirmedEnd();
    }

    /** Sets how far a partition is confirmed whose batches were replayed as part of a snapshot only. */
    public void confirm(PartitionKey key, long end) {
        of(key).confirm(end);
    }

    /** Wakes the readers that wait at the ends of partitions with new records. */
    void wake(Iterable<PartitionKey> keys) {
        for (PartitionKey key : keys) {
            PartitionReads reads = partitions.get(key);
            if (reads != null) {
                reads.wake();
            }
        }
    }

    void wakeAll() {
        List.copyOf(partitions.values()).forEach(PartitionReads::wake);
    }

    PartitionReads of(PartitionKey key) {
        return partitions.computeIfAbsent(key, PartitionReads::new);
    }

    /** The last indexed entry of a ledger that the index has points in. */
    long lastEntry(long ledgerId) {
        Long last = lastEntries.get(ledgerId);
        if (last == null) {
            throw new IllegalStateException("ledger " + ledgerId + " has points, but no last entry");
        }
        return last;
    }
}
