/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.log.record;

import io.netty.buffer.ByteBuf;
import java.util.List;
import java.util.UUID;

/**
 * Where a sealed segment's partitions are, sparsely. Written into a later segment, off the path; several records for one
 * ledger add up.
 *
 * @param ledgerId the indexed segment's ledger
 * @param firstSequence the indexed segment's first sequence
 * @param partitions those with batches in it
 */
public record SegmentIndex(long ledgerId, long firstSequence, List<Run> partitions) implements RecordBody {
    /**
     * One lane of one partition.
     *
     * @param topicId the topic's id
     * @param partition the partition, from 0
     * @param lane the lane, 0 main
     * @param points rising in offset and entry
     */
    public record Run(UUID topicId, int partition, int lane, List<Point> points) {
        public Run {
            points = List.copyOf(points);
        }
    }

    /**
     * A place to start reading from.
     *
     * @param offset base offset of a batch
     * @param entryId the entry that holds it
     * @param maxAppendMs highest append time up to it
     * @param maxTimestampMs highest record timestamp up to it
     */
    public record Point(long offset, long entryId, long maxAppendMs, long maxTimestampMs) {}

    public SegmentIndex {
        partitions = List.copyOf(partitions);
    }

    @Override
    public RecordType type() {
        return RecordType.SEGMENT_INDEX;
    }

    @Override
    public void encode(ByteBuf out) {
        out.writeLong(ledgerId).writeLong(firstSequence);
        Fields.writeList(out, partitions, (to, run) -> {
            Fields.writeUuid(to, run.topicId);
            to.writeInt(run.partition).writeByte(run.lane);
            Fields.writeList(to, run.points, SegmentIndex::writePoint);
        });
    }

    /** Reads a body; see {@link RecordBody}. */
    public static SegmentIndex decode(ByteBuf body) {
        return Fields.decode(
                RecordType.SEGMENT_INDEX,
                body,
                in -> new SegmentIndex(in.readLong(), in.readLong(), Fields.readList(in, SegmentIndex::readRun)));
    }

    private static void writePoint(ByteBuf out, Point point) {
        out.writeLong(point.offset).writeLong(point.entryId);
        out.writeLong(point.maxAppendMs).writeLong(point.maxTimestampMs);
    }

    private static Run readRun(ByteBuf in) {
        return new Run(
                Fields.readUuid(in), in.readInt(), in.readUnsignedByte(), Fields.readList(in, SegmentIndex::readPoint));
    }

    private static Point readPoint(ByteBuf in) {
        return new Point(in.readLong(), in.readLong(), in.readLong(), in.readLong());
    }
}
