/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.tiering;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.ByteBufUtil;
import io.varve.log.LedgerSpec;
import io.varve.log.LedgerWriter;
import io.varve.log.MemoryLedgerStore;
import io.varve.log.Quorum;
import io.varve.log.Segment;
import io.varve.log.record.BatchRecord;
import io.varve.log.record.EntryBuilder;
import io.varve.log.record.EntryHeader;
import io.varve.log.record.RecordType;
import io.varve.log.record.SideData;
import io.varve.objects.BlockingPool;
import io.varve.objects.format.PartitionLane;
import io.varve.protocol.batch.BatchBuilder;
import io.varve.protocol.batch.BatchHeader;
import io.varve.protocol.batch.BatchLimits;
import io.varve.protocol.batch.Codec;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.UnaryOperator;

/** A segment in a ledger store in memory, built record by record, and what is in it. */
final class SampleSegment {
    static final UUID CLUSTER = new UUID(7, 7);
    static final int SHARD = 3;
    static final int INCARNATION = 2;
    static final int EPOCH = 9;
    private static final int LEADER_EPOCH = 9;

    private final MemoryLedgerStore ledgers = new MemoryLedgerStore(Runnable::run);
    private final LedgerWriter writer;
    private final EntryBuilder builder = new EntryBuilder(ByteBufAllocator.DEFAULT);
    private final Map<PartitionLane, List<Batch>> batches = new TreeMap<>();
    private final Map<PartitionLane, Long> nextOffset = new TreeMap<>();
    private final Random random;
    private UnaryOperator<ByteBuf> damage = entry -> entry;
    private int shard = SHARD;
    private long sequence = 500;
    private long entrySequence = 500;
    private long entries;
    private long bytes;

    /**
     * A batch as it has to come back.
     *
     * @param baseOffset its first offset
     * @param endOffset after its last
     * @param bytes with offset and leader epoch
     */
    @SuppressWarnings("ArrayRecordComponent") // read only
    record Batch(long baseOffset, long endOffset, byte[] bytes) {}

    SampleSegment(long seed) {
        random = new Random(seed);
        writer = BlockingPool.await(
                ledgers.create(new LedgerSpec(CLUSTER.toString(), SHARD, INCARNATION, EPOCH, Quorum.THREE)));
    }

    /** A segment of random batches of some lanes, with other records among them. */
    static SampleSegment random(long seed, int lanes, int count, int maxValueBytes) {
        SampleSegment segment = new SampleSegment(seed);
        for (int i = 0; i < count; i++) {
            int lane = segment.random.nextInt(lanes);
            segment.batch(
                    lane(lane / 3, lane % 3), 1 + segment.random.nextInt(4), segment.random.nextInt(maxValueBytes));
            if (segment.random.nextInt(5) == 0) {
                segment.noop();
            }
            if (segment.random.nextInt(6) == 0) {
                segment.entry();
            }
        }
        return segment;
    }

    static PartitionLane lane(long topic, int partition) {
        return new PartitionLane(new UUID(topic << 60, topic), partition, 0);
    }

    /** The offset of the lane's next batch. */
    SampleSegment startAt(PartitionLane lane, long offset) {
        nextOffset.put(lane, offset);
        return this;
    }

    SampleSegment batch(PartitionLane lane, int records, int valueBytes) {
        return batch(lane, records, valueBytes, SideData.NONE);
    }

    SampleSegment batch(PartitionLane lane, int records, int valueBytes, SideData sideData) {
        long offset = nextOffset.getOrDefault(lane, 0L);
        ByteBuf batch = build(records, valueBytes);
        builder.appendBatch(
                new BatchRecord(
                        lane.topicId(), lane.partition(), lane.lane(), offset, records, LEADER_EPOCH, null, sideData),
                0,
                batch);
        BatchHeader.patch(batch, 0, offset, LEADER_EPOCH);
        batches.computeIfAbsent(lane, it -> new ArrayList<>())
                .add(new Batch(offset, offset + records, ByteBufUtil.getBytes(batch)));
        batch.release();
        nextOffset.put(lane, offset + records);
        sequence++;
        return this;
    }

    SampleSegment noop() {
        builder.append(RecordType.NOOP, 0, io.netty.buffer.Unpooled.EMPTY_BUFFER);
        sequence++;
        return this;
    }

    /** From here on entries are changed before they are stored. */
    SampleSegment damage(UnaryOperator<ByteBuf> change) {
        damage = change;
        return this;
    }

    /** From here on entries say that they are of this shard. */
    SampleSegment ofShard(int number) {
        shard = number;
        return this;
    }

    /** From here on a sequence is missing. */
    SampleSegment skipSequence() {
        entry();
        entrySequence++;
        sequence++;
        return this;
    }

    /** Ends the entry; without records there is none. */
    SampleSegment entry() {
        if (builder.recordCount() == 0) {
            return this;
        }
        EntryBuilder.Finished entry = builder.finish(new EntryHeader(
                EntryHeader.clusterHash(CLUSTER.toString()),
                shard,
                INCARNATION,
                EPOCH,
                entrySequence,
                0,
                1_000_000 + entries,
                -1,
                entrySequence,
                EntryHeader.FEATURE_LEVEL,
                0));
        ByteBuf stored = damage.apply(entry.bytes());
        bytes += stored.readableBytes();
        BlockingPool.await(writer.append(stored));
        entries++;
        entrySequence = sequence;
        return this;
    }

    /** Seals the segment. */
    SegmentSource seal() {
        entry();
        BlockingPool.await(writer.close());
        return source(0);
    }

    /** The sealed segment with an end that is off by some sequences. */
    SegmentSource source(long endOff) {
        return new SegmentSource(
                CLUSTER,
                SHARD,
                INCARNATION,
                EPOCH + 1,
                new Segment(
                        writer.ledgerId(),
                        EPOCH,
                        500,
                        sequence + endOff,
                        entries - 1,
                        bytes,
                        Segment.State.SEALED,
                        1,
                        2,
                        false,
                        false,
                        Quorum.THREE));
    }

    MemoryLedgerStore ledgers() {
        return ledgers;
    }

    Map<PartitionLane, List<Batch>> batches() {
        return batches;
    }

    private ByteBuf build(int records, int valueBytes) {
        try (BatchBuilder batch = new BatchBuilder(
                ByteBufAllocator.DEFAULT, Codec.NONE, BatchLimits.DEFAULT.maxBatchBytes(), BatchLimits.DEFAULT)) {
            for (int i = 0; i < records; i++) {
                byte[] value = new byte[valueBytes];
                random.nextBytes(value);
                batch.append(random.nextInt(1_000_000), null, value, List.of());
            }
            return batch.build();
        }
    }
}
