/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.simulation.check;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.varve.log.LedgerSpec;
import io.varve.log.record.BatchRecord;
import io.varve.log.record.DedupEvicted;
import io.varve.log.record.Entry;
import io.varve.log.record.GroupCommit;
import io.varve.log.record.LogRecord;
import io.varve.log.record.PartitionDeleted;
import io.varve.log.record.RecordType;
import io.varve.log.record.SectionKey;
import io.varve.log.record.SnapshotEnd;
import io.varve.log.record.SnapshotSection;
import io.varve.log.record.Tiered;
import io.varve.log.record.TieredObject;
import io.varve.protocol.batch.BatchHeader;
import io.varve.shard.state.GroupSection;
import io.varve.shard.state.PartitionKey;
import io.varve.shard.state.ShardState;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One shard's log, followed from its first record, entry by entry, as the bookies store it. It has no gap and no fork, its epochs
 * never fall (I3), and every image that a live owner writes into a snapshot equals, byte for byte, what the records before it
 * make of that section (I10).
 */
public final class LogWitness {
    private final int shard;
    private final Function<PartitionKey, PartitionWitness> partitions;
    private final Verdict verdict;
    private final ShardState state = new ShardState();
    private final Map<SectionKey, ByteBuf> images = new HashMap<>();
    private final TreeMap<Long, Long> ledgerEnds = new TreeMap<>();
    private final Set<Long> withBatches = new HashSet<>();
    private final Map<Long, List<TieredObject>> tiered = new HashMap<>();
    private final Set<Long> snapshotBegins = new TreeSet<>();
    private long nextSequence;
    private long tieredEnd;
    private int epoch;
    private long comparedImages;

    LogWitness(int shard, Function<PartitionKey, PartitionWitness> partitions, Verdict verdict) {
        this.shard = shard;
        this.verdict = verdict;
        this.partitions = partitions;
    }

    void stored(LedgerSpec spec, long ledgerId, long entryId, byte[] bytes) {
        Entry entry = Entry.decode(ledgerId, entryId, Unpooled.wrappedBuffer(bytes));
        long first = entry.header().firstSequence();
        verdict.unless(
                first == nextSequence,
                () -> "shard " + shard + ": entry " + entryId + " of ledger " + ledgerId + " epoch "
                        + entry.header().epoch() + " begins at sequence " + first + ", the log is at " + nextSequence
                        + " in epoch " + epoch);
        verdict.unless(
                entry.header().epoch() >= epoch && entry.header().epoch() == spec.epoch(),
                () -> "shard " + shard + ": entry " + entryId + " of ledger " + ledgerId + " is of epoch "
                        + entry.header().epoch() + ", the log is at epoch " + epoch);
        epoch = entry.header().epoch();
        for (LogRecord record : entry) {
            apply(record);
        }
        nextSequence = entry.header().endSequence();
        ledgerEnds.put(ledgerId, nextSequence);
    }

    /** What is in objects is older than all that isn't, so readers find an end of it and no holes. */
    private void checkOrder(long ledgerId) {
        long end = ledgerEnds.getOrDefault(ledgerId, -1L);
        verdict.unless(
                end >= tieredEnd,
                () -> "shard " + shard + ": ledger " + ledgerId + ", which ends at sequence " + end
                        + ", was tiered after one that ends at " + tieredEnd);
        tieredEnd = end;
    }

    private void apply(LogRecord record) {
        switch (record.type()) {
            case BATCH -> {
                BatchRecord fields = BatchRecord.decode(record);
                // Others may be of topics that were deleted or passed by retention, which are not copied.
                ByteBuf batch = BatchRecord.batch(record);
                if (BatchHeader.producerId(batch, batch.readerIndex()) != BatchHeader.NO_PRODUCER_ID) {
                    withBatches.add(record.ledgerId());
                }
                partitions
                        .apply(new PartitionKey(fields.topicId(), fields.partition()))
                        .stored(fields, batch, record.appendTimeMs());
            }
            case DEDUP_EVICTED -> {
                DedupEvicted evicted = DedupEvicted.decode(record.body().duplicate());
                messageIds(evicted.topicId(), evicted.partition()).forgotten(evicted.buckets());
            }
            case PARTITION_DELETED -> {
                PartitionDeleted gone = PartitionDeleted.decode(record.body().duplicate());
                messageIds(gone.topicId(), gone.partition()).deleted();
            }
            case GROUP_COMMIT -> checkProgress(GroupCommit.decode(record.body().duplicate()));
            case TIERED -> {
                Tiered copy = Tiered.decode(record.body().duplicate());
                checkOrder(copy.ledgerId());
                tiered.put(copy.ledgerId(), copy.objects());
            }
            case SNAPSHOT_BEGIN -> images.clear();
            case SNAPSHOT_SECTION -> image(SnapshotSection.decode(record.body().duplicate()), record.sequence());
            case SNAPSHOT_END ->
                snapshotBegins.add(SnapshotEnd.decode(record.body().duplicate()).beginSequence());
            default -> {
                // Nothing but the state below.
            }
        }
        if (record.type() != RecordType.SNAPSHOT_SECTION) {
            state.apply(record);
        }
    }

    private MessageIdWitness messageIds(UUID topicId, int partition) {
        return partitions.apply(new PartitionKey(topicId, partition)).messageIds();
    }

    private void checkProgress(GroupCommit commit) {
        for (GroupSection group : state.groups()) {
            if (group.groupId().equals(commit.groupId())) {
                for (GroupCommit.Offset offset : commit.offsets()) {
                    GroupSection.Commit before =
                            group.commits().get(new PartitionKey(offset.topicId(), offset.partition()));
                    verdict.unless(
                            before == null || offset.offset() >= before.offset(),
                            () -> "group " + group.name() + " moved back to " + offset);
                }
            }
        }
    }

    private void image(SnapshotSection section, long sequence) {
        ByteBuf image = section.parts() == 1
                ? section.image()
                : images.computeIfAbsent(section.key(), key -> Unpooled.buffer())
                        .writeBytes(section.image().duplicate());
        if (section.part() < section.parts() - 1) {
            return;
        }
        ByteBuf replayed = Unpooled.buffer();
        boolean there = state.encode(section.key(), replayed);
        comparedImages++;
        verdict.unless(
                there && ByteBufUtil.equals(replayed, image),
                () -> "shard " + shard + ": the owner's section " + section.key() + " at sequence " + sequence
                        + " isn't what the log makes of it:\n" + ByteBufUtil.hexDump(image) + "\n"
                        + (there ? ByteBufUtil.hexDump(replayed) : "nothing"));
    }

    /** Sequence of the next record. */
    public long nextSequence() {
        return nextSequence;
    }

    /** Images of live owners that were compared. */
    public long comparedImages() {
        return comparedImages;
    }

    /** Whether a whole snapshot stands in the log that begins there. */
    boolean isSnapshot(long beginSequence) {
        return snapshotBegins.contains(beginSequence);
    }

    /** Whether any whole snapshot stands in the log. */
    public boolean hasSnapshot() {
        return !snapshotBegins.isEmpty();
    }

    /** Whether any ledger's copy is recorded. */
    public boolean hasCopies() {
        return !tiered.isEmpty();
    }

    /** Sequence after the last record that a ledger was given; 0 when it was given none. */
    long endOf(long ledgerId) {
        return ledgerEnds.getOrDefault(ledgerId, 0L);
    }

    boolean hasBatches(long ledgerId) {
        return withBatches.contains(ledgerId);
    }

    /**
     * Where a ledger's batches were copied by a record of the log, and still are as far as retention has left any; null when there
     * is no such record.
     */
    @Nullable
    List<TieredObject> copies(long ledgerId) {
        List<TieredObject> copies = tiered.get(ledgerId);
        return copies == null
                ? null
                : copies.stream().filter(state.shard().objects()::contains).toList();
    }

    /** What a group has committed, by the log: -1 for nothing. */
    public long committed(String group, PartitionKey key) {
        GroupSection section = state.group(group);
        GroupSection.Commit commit = section == null ? null : section.commits().get(key);
        return commit == null ? -1 : commit.offset();
    }
}
