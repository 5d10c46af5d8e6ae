/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.shard;

import io.netty.buffer.ByteBuf;
import io.varve.cluster.TopicRecord;
import io.varve.log.Loop;
import io.varve.log.record.IdHash;
import io.varve.log.record.PartitionDeleted;
import io.varve.protocol.error.ErrorCode;
import io.varve.protocol.error.VarveException;
import io.varve.protocol.wire.DescribeSegments;
import io.varve.protocol.wire.Done;
import io.varve.protocol.wire.FindOffset;
import io.varve.protocol.wire.OffsetFound;
import io.varve.protocol.wire.PartitionList;
import io.varve.protocol.wire.PlanReplay;
import io.varve.protocol.wire.Produced;
import io.varve.protocol.wire.ReplayPlan;
import io.varve.protocol.wire.StoredRanges;
import io.varve.protocol.wire.TierReport;
import io.varve.shard.answer.Reply;
import io.varve.shard.group.GroupCoordinator;
import io.varve.shard.group.GroupQueries;
import io.varve.shard.loop.Completions;
import io.varve.shard.read.ReadFailures;
import io.varve.shard.read.ReaderHandle;
import io.varve.shard.read.ReaderSession;
import io.varve.shard.read.ReaderSink;
import io.varve.shard.state.PartitionKey;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * A shard that this broker owns and serves: the door to its commands. All of them are called on {@link #loop}, and answered there
 * when what they say is confirmed (I2). After the shard is lost every command is refused with NOT_OWNER.
 */
public final class Shard {
    private final int id;
    private final ShardParts parts;
    /** In the order in which they were opened, so that they also end in the same order in every run. */
    private final Set<ReaderSession> readers = new LinkedHashSet<>();

    private boolean serving = true;

    Shard(int id, ShardParts parts) {
        this.id = id;
        this.parts = parts;
    }

    /** Its number. */
    public int id() {
        return id;
    }

    /** Its thread. */
    public Loop loop() {
        return parts.core().loop();
    }

    /** How it fares, as of a moment ago. Any thread. */
    public ShardFigures figures() {
        return parts.figures();
    }

    /**
     * Stores a batch.
     *
     * @param topic holds {@code partition}, which is mapped to this shard
     * @param batch takes ownership; checked by {@link io.varve.protocol.batch.BatchCheck} before
     * @param id of the batch's only record; null when it has none
     */
    public void produce(TopicRecord topic, int partition, ByteBuf batch, @Nullable IdHash id, Reply<Produced> reply) {
        if (serves(reply)) {
            parts.produce().produce(topic, partition, batch, id, reply);
        } else {
            batch.release();
        }
    }

    /**
     * Opens a reader that pushes whole batches from the one that holds {@code offset} on.
     *
     * @param offset from the partition's first kept offset to its confirmed end, both inclusive; else OFFSET_OUT_OF_RANGE
     * @param creditBytes may go out before more credit is given
     */
    public void openReader(
            TopicRecord topic,
            int partition,
            long offset,
            long creditBytes,
            ReaderSink sink,
            Reply<ReaderHandle> reply) {
        if (!serves(reply)) {
            return;
        }
        PartitionKey key = new PartitionKey(topic.topicId(), partition);
        long first = parts.queries().logStart(key);
        long next = parts.path().index().confirmedEnd(key);
        if (offset < first || offset > next) {
            parts.core()
                    .refuse(
                            reply,
                            new VarveException(
                                    ErrorCode.OFFSET_OUT_OF_RANGE,
                                    "offset " + offset + " of " + topic.name().shortName() + "-" + partition
                                            + " is not between its first " + first + " and its next " + next));
            return;
        }
        ReaderSession reader = new ReaderSession(
                parts.path(), key, parts.queries().start(key), offset, creditBytes, sink, readers::remove);
        readers.add(reader);
        parts.core().answer(new Opening(reply), reader);
    }

    /** Answers and begins, in this order: the client has to know the reader whose records it gets. */
    private record Opening(Reply<ReaderHandle> reply) implements Reply<ReaderSession> {
        @Override
        public void done(ReaderSession reader) {
            VarveException refusal = reader.refusal();
            if (refusal != null) {
                reply.failed(refusal);
            } else {
                reply.done(reader);
                reader.begin();
            }
        }

        /** The shard is lost, and ends its readers. */
        @Override
        public void failed(VarveException error) {
            reply.failed(error);
        }
    }

    /** Finds an offset: first, next, or by time. */
    public void findOffset(TopicRecord topic, FindOffset request, Reply<OffsetFound> reply) {
        if (serves(reply)) {
            parts.queries().findOffset(topic, request, reply);
        }
    }

    /** Ends and sizes of partitions of this shard. */
    public void describe(TopicRecord topic, List<Integer> partitions, Reply<PartitionList> reply) {
        if (serves(reply)) {
            parts.queries().describe(topic, partitions, reply);
        }
    }

    /** Where the records of a partition are stored. */
    public void describeSegments(TopicRecord topic, DescribeSegments request, Reply<StoredRanges> reply) {
        if (serves(reply)) {
            parts.segments().describe(topic, request, reply);
        }
    }

    /** What a job can read of a partition from objects alone. */
    public void planReplay(TopicRecord topic, PlanReplay request, Reply<ReplayPlan> reply) {
        if (serves(reply)) {
            parts.queries().planReplay(topic, request, reply);
        }
    }

    /** Rolls: all that was written is in sealed segments when this is answered, with whether there was anything to seal. */
    public void seal(Reply<Boolean> reply) {
        if (serves(reply)) {
            Completions.whenDone(parts.core().log().seal(), (segments, failure) -> {
                if (failure == null) {
                    parts.core().answer(reply, !segments.isEmpty());
                } else {
                    parts.core().refuse(reply, ReadFailures.translate(failure));
                }
            });
        }
    }

    /** Where the segments are on their way to objects. */
    public void tierStatus(Reply<TierReport> reply) {
        if (serves(reply)) {
            parts.tierStatus().report(reply);
        }
    }

    /** Gives up what this shard holds of a topic that was deleted. Repeating it is a success. */
    public void deleteTopic(TopicRecord topic, Reply<Done> reply) {
        if (!serves(reply)) {
            return;
        }
        for (int partition = 0; partition < topic.partitions(); partition++) {
            PartitionKey key = new PartitionKey(topic.topicId(), partition);
            if (topic.shardOf(partition) == id && !parts.core().state().isDeleted(key)) {
                parts.core().append(new PartitionDeleted(key.topicId(), partition));
                endReaders(
                        key,
                        new VarveException(
                                ErrorCode.TOPIC_NOT_FOUND,
                                "topic " + topic.name().shortName() + " was deleted"));
                parts.path().index().dropPartition(key);
            }
        }
        parts.retention().partitionsDeleted();
        parts.core().answerAppended(reply, Done.getDefaultInstance());
    }

    /**
     * The stream groups of this shard, to be told something.
     *
     * @param reply gets NOT_OWNER when this is empty
     */
    public Optional<GroupCoordinator> groups(Reply<?> reply) {
        return serves(reply) ? Optional.of(parts.groups()) : Optional.empty();
    }

    /**
     * The stream groups of this shard, to be asked something.
     *
     * @param reply gets NOT_OWNER when this is empty
     */
    public Optional<GroupQueries> groupQueries(Reply<?> reply) {
        return serves(reply) ? Optional.of(parts.groupQueries()) : Optional.empty();
    }

    /** Stops serving and seals the log, so that the next owner has nothing to recover. */
    CompletableFuture<Void> close() {
        VarveException moved = notOwner();
        serving = false;
        endReaders(moved);
        parts.stopAgents();
        return parts.core().log().close().whenComplete((closed, failure) -> {
            parts.core().answers().dropped(moved);
            parts.path().close();
        });
    }

    /** The image is dropped: tells everybody what is known, lets go of everything. */
    void lost(VarveException reason) {
        serving = false;
        parts.stopAgents();
        parts.core().answers().dropped(reason);
        endReaders(reason);
        parts.path().close();
    }

    /** Ends the readers of a topic that was deleted and is kept; its records stay. */
    public void withdraw(TopicRecord topic) {
        VarveException gone = new VarveException(
                ErrorCode.TOPIC_NOT_FOUND, "topic " + topic.name().shortName() + " was deleted");
        List.copyOf(readers).stream()
                .filter(reader -> reader.key().topicId().equals(topic.topicId()))
                .forEach(reader -> reader.end(gone));
    }

    private void endReaders(VarveException reason) {
        List.copyOf(readers).forEach(reader -> reader.end(reason));
    }

    private void endReaders(PartitionKey key, VarveException reason) {
        List.copyOf(readers).stream().filter(reader -> reader.key().equals(key)).forEach(reader -> reader.end(reason));
    }

    private boolean serves(Reply<?> reply) {
        if (!serving) {
            reply.failed(notOwner());
        }
        return serving;
    }

    private VarveException notOwner() {
        return new VarveException(ErrorCode.NOT_OWNER, "this broker doesn't serve shard " + id + " any more");
    }
}
