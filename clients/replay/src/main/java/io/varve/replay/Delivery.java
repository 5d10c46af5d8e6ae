/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.replay;

import io.varve.client.record.ReceivedRecord;
import io.varve.client.record.TopicPartition;
import io.varve.protocol.batch.RecordHeader;
import io.varve.replay.checkpoint.Checkpoint;
import io.varve.replay.checkpoint.CheckpointInterval;
import io.varve.replay.checkpoint.CheckpointStore;
import io.varve.replay.plan.OffsetSpan;
import io.varve.replay.sink.ReplaySink;
import java.io.IOException;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;

/** Hands records to the sink, each exactly once and in order, and remembers how far that is. For the replay's thread, but progress. */
final class Delivery {
    private final String topic;
    private final UUID topicId;
    private final String asked;
    private final ReplaySink sink;
    private final CheckpointStore checkpoints;
    private final CheckpointInterval interval;
    private final Map<Integer, Position> positions = new TreeMap<>();
    private final Count fromObjects;
    private final Count fromBroker;
    private long uncommittedBytes;
    private long committedNanos = System.nanoTime();

    Delivery(ReplaySink sink, CheckpointStore checkpoints, CheckpointInterval interval, Checkpoint start) {
        this.topic = start.topic();
        this.topicId = start.topicId();
        this.asked = start.asked();
        this.sink = sink;
        this.checkpoints = checkpoints;
        this.interval = interval;
        this.fromObjects = new Count(start.recordsFromObjects(), start.bytesFromObjects());
        this.fromBroker = new Count(start.recordsFromBroker(), start.bytesFromBroker());
        start.rest()
                .forEach((partition, span) -> positions.put(
                        partition,
                        new Position(new TopicPartition(topic, partition), span.firstOffset(), span.endOffset())));
    }

    /** Takes the next record of a partition. */
    void fromObject(Position position, ReceivedRecord<byte[]> record) throws IOException {
        accept(position, record, fromObjects);
    }

    /** Takes the next record of a partition. */
    void fromBroker(Position position, ReceivedRecord<byte[]> record) throws IOException {
        accept(position, record, fromBroker);
    }

    private void accept(Position position, ReceivedRecord<byte[]> record, Count count) throws IOException {
        sink.accept(record);
        position.advance(record.offset() + 1);
        long bytes = bytes(record);
        count.add(bytes);
        uncommittedBytes += bytes;
        if (uncommittedBytes >= interval.bytes()) {
            commit();
        } else {
            // A sink that takes its time for each record makes a poll long.
            commitIfDue();
        }
    }

    /** Commits if it is time; to be called now and then. */
    void commitIfDue() throws IOException {
        if (uncommittedBytes > 0
                && System.nanoTime() - committedNanos >= interval.time().toNanos()) {
            commit();
        }
    }

    /** Makes all that was delivered lasting, then says so in a checkpoint. */
    void commit() throws IOException {
        checkpoints.write(new Checkpoint(
                Checkpoint.VERSION,
                topic,
                topicId,
                asked,
                spans(positions.values()),
                sink.commit(),
                fromObjects.records(),
                fromObjects.bytes(),
                fromBroker.records(),
                fromBroker.bytes()));
        uncommittedBytes = 0;
        committedNanos = System.nanoTime();
    }

    /** All partitions, done or not. */
    Collection<Position> positions() {
        return positions.values();
    }

    /** One of them. */
    Position position(int partition) {
        Position position = positions.get(partition);
        if (position == null) {
            throw new IllegalArgumentException("partition " + partition + " is not replayed");
        }
        return position;
    }

    /** What is still to be replayed, without partitions that are done. */
    Map<Integer, OffsetSpan> rest() {
        return spans(positions.values().stream()
                .filter(position -> !position.isDone())
                .toList());
    }

    /** Offsets gone by so far; grows with every step. */
    long offsetsDone() {
        return positions.values().stream().mapToLong(Position::nextOffset).sum();
    }

    /** A snapshot, for any thread. */
    ReplayProgress progress() {
        Map<Integer, Long> next = new LinkedHashMap<>();
        long left = 0;
        boolean complete = true;
        for (Position position : positions.values()) {
            long nextOffset = position.nextOffset();
            next.put(position.partition, nextOffset);
            complete &= nextOffset >= position.endOffset;
            left += position.endOffset == OffsetSpan.NO_END ? 0 : Math.max(0, position.endOffset - nextOffset);
        }
        return new ReplayProgress(
                fromObjects.records(),
                fromObjects.bytes(),
                fromBroker.records(),
                fromBroker.bytes(),
                next,
                left,
                complete);
    }

    private static Map<Integer, OffsetSpan> spans(Collection<Position> positions) {
        Map<Integer, OffsetSpan> spans = new TreeMap<>();
        for (Position position : positions) {
            spans.put(position.partition, new OffsetSpan(position.nextOffset(), position.endOffset));
        }
        return spans;
    }

    private static long bytes(ReceivedRecord<byte[]> record) {
        byte[] key = record.key();
        byte[] value = record.valueBytes();
        long bytes = (key == null ? 0L : key.length) + (value == null ? 0 : value.length);
        for (RecordHeader header : record.headers()) {
            byte[] content = header.value();
            bytes += header.key().length() + (content == null ? 0 : content.length);
        }
        return bytes;
    }
}
