/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.shard.query;

import io.varve.cluster.TopicRecord;
import io.varve.protocol.error.ErrorCode;
import io.varve.protocol.error.VarveException;
import io.varve.protocol.wire.FindOffset;
import io.varve.protocol.wire.OffsetFound;
import io.varve.protocol.wire.PartitionInfo;
import io.varve.protocol.wire.PartitionList;
import io.varve.protocol.wire.PlanReplay;
import io.varve.protocol.wire.ReplayPlan;
import io.varve.protocol.wire.ReplayRange;
import io.varve.shard.answer.Reply;
import io.varve.shard.core.ShardCore;
import io.varve.shard.loop.Completions;
import io.varve.shard.read.ColdPath;
import io.varve.shard.read.ColdRange;
import io.varve.shard.read.LedgerRange;
import io.varve.shard.read.ReadFailures;
import io.varve.shard.read.ReadPath;
import io.varve.shard.read.ReaderSession;
import io.varve.shard.read.TimeSearch;
import io.varve.shard.state.PartitionKey;
import io.varve.shard.state.PartitionSection;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Ends, sizes, times and replay plans of partitions. Owned by the shard's loop; answers are held until they are confirmed. */
public final class PartitionQueries {
    private final ShardCore core;
    private final int shard;
    private final ReadPath path;
    private final ColdPath cold;
    private final TimeSearch times;
    private final String location;
    private final Duration planValidity;

    /**
     * Creates it.
     *
     * @param location what users call the object store
     * @param planValidity how long the objects that a plan names stay at least
     */
    public PartitionQueries(
            ShardCore core, int shard, ReadPath path, ColdPath cold, String location, Duration planValidity) {
        this.core = core;
        this.shard = shard;
        this.path = path;
        this.cold = cold;
        this.times = new TimeSearch(path, cold);
        this.location = location;
        this.planValidity = planValidity;
    }

    /** First kept offset; 0 for a partition that has never been written. */
    public long logStart(PartitionKey key) {
        PartitionSection partition = core.state().partition(key);
        return partition == null ? 0 : partition.logStart();
    }

    /** The same for a reader, whenever it asks. */
    public ReaderSession.Start start(PartitionKey key) {
        return new ReaderSession.Start() {
            @Override
            public long offset() {
                return logStart(key);
            }

            @Override
            public void whenConfirmed(Runnable tell) {
                core.whenConfirmed(tell);
            }
        };
    }

    /** Answers FindOffset. */
    public void findOffset(TopicRecord topic, FindOffset request, Reply<OffsetFound> reply) {
        PartitionKey key = new PartitionKey(topic.topicId(), request.getPartition());
        switch (request.getQuery()) {
            case OFFSET_EARLIEST -> core.answer(reply, found(key, logStart(key), false));
            case OFFSET_LATEST -> core.answer(reply, found(key, path.index().confirmedEnd(key), true));
            case OFFSET_AT_TIME ->
                Completions.whenDone(
                        times.find(key, logStart(key), request.getTimeMs()),
                        (offset, failure) -> answerTime(key, reply, offset, failure));
            default ->
                core.refuse(
                        reply,
                        new VarveException(
                                ErrorCode.INVALID_ARGUMENT, "offset query " + request.getQueryValue() + " is unknown"));
        }
    }

    private void answerTime(
            PartitionKey key, Reply<OffsetFound> reply, OptionalLong offset, @Nullable Throwable failure) {
        if (failure != null) {
            core.refuse(reply, ReadFailures.translate(failure));
        } else {
            boolean atEnd = offset.isEmpty();
            core.answer(reply, found(key, offset.orElse(path.index().confirmedEnd(key)), atEnd));
        }
    }

    private OffsetFound found(PartitionKey key, long offset, boolean atEnd) {
        return OffsetFound.newBuilder()
                .setOffset(offset)
                .setFirstOffset(logStart(key))
                .setNextOffset(path.index().confirmedEnd(key))
                .setAtEnd(atEnd)
                .build();
    }

    /** Answers DescribePartitions for partitions of this shard. */
    public void describe(TopicRecord topic, List<Integer> partitions, Reply<PartitionList> reply) {
        CompletableFuture<PartitionList.Builder> all = CompletableFuture.completedFuture(PartitionList.newBuilder());
        for (int partition : partitions) {
            PartitionKey key = new PartitionKey(topic.topicId(), partition);
            all = all.thenCompose(list -> describe(key).thenApply(list::addPartitions));
        }
        Completions.whenDone(all, (list, failure) -> {
            if (failure == null) {
                core.answer(reply, list.build());
            } else {
                core.refuse(reply, ReadFailures.translate(failure));
            }
        });
    }

    private CompletableFuture<PartitionInfo> describe(PartitionKey key) {
        long logStart = logStart(key);
        return cold.ranges(key, row -> row.endOffset() > logStart, Integer.MAX_VALUE)
                .thenApply(tiered -> {
                    PartitionSection partition = core.state().partition(key);
                    return PartitionInfo.newBuilder()
                            .setPartition(key.partition())
                            .setShard(shard)
                            .setFirstOffset(logStart)
                            .setNextOffset(path.index().confirmedEnd(key))
                            .setMemoryBytes(path.memoryBytes(key))
                            .setLedgerBytes(path.index().ranges(key).stream()
                                    .mapToLong(LedgerRange::bytes)
                                    .sum())
                            .setObjectBytes(tiered.stream()
                                    .mapToLong(range -> range.row().dataLength())
                                    .sum())
                            .setLastAppendMs(partition == null ? 0 : partition.lastAppendMs())
                            .build();
                });
    }

    /** Answers PlanReplay: what a job can read from objects alone. */
    public void planReplay(TopicRecord topic, PlanReplay request, Reply<ReplayPlan> reply) {
        PartitionKey key = new PartitionKey(topic.topicId(), request.getPartition());
        long end = request.getToOffset() < 0
                ? path.index().confirmedEnd(key)
                : Math.min(request.getToOffset(), path.index().confirmedEnd(key));
        long first = Math.max(request.getFromOffset(), logStart(key));
        Completions.whenDone(
                cold.ranges(key, row -> row.endOffset() > first && row.firstOffset() < end, Integer.MAX_VALUE),
                (ranges, failure) -> {
                    if (failure == null) {
                        core.answer(reply, plan(first, end, ranges));
                    } else {
                        core.refuse(reply, ReadFailures.translate(failure));
                    }
                });
    }

    private ReplayPlan plan(long first, long end, List<ColdRange> ranges) {
        ReplayPlan.Builder plan = ReplayPlan.newBuilder()
                .setFirstOffset(first)
                .setEndOffset(end)
                .setObjectStore(location)
                .setValidUntilMs(core.clock().millis() + planValidity.toMillis());
        for (ColdRange range : ranges) {
            plan.addRanges(ReplayRange.newBuilder()
                    .setObjectKey(range.object().key())
                    .setFirstOffset(range.row().firstOffset())
                    .setEndOffset(range.row().endOffset())
                    .setPosition(range.row().dataPosition())
                    .setLength(range.row().dataLength())
                    .setObjectBytes(range.object().bytes()));
        }
        return plan.build();
    }
}
