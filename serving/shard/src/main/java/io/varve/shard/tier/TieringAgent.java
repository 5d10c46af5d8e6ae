/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.shard.tier;

import io.varve.log.Segment;
import io.varve.log.ShardIdentity;
import io.varve.log.record.Tiered;
import io.varve.objects.Failures;
import io.varve.shard.core.ShardCore;
import io.varve.shard.loop.Completions;
import io.varve.shard.read.LogIndex;
import io.varve.shard.state.PartitionKey;
import io.varve.shard.state.PartitionSection;
import io.varve.tiering.KeptRanges;
import io.varve.tiering.Pace;
import io.varve.tiering.SegmentSource;
import io.varve.tiering.TieredSegment;
import io.varve.tiering.Tierer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gets sealed segments copied to objects, the oldest first, one at a time, and records each verified copy. What failed is tried
 * again, later and later; nothing is deleted meanwhile (I6). Owned by the shard's loop.
 */
public final class TieringAgent {
    private static final Logger LOG = LoggerFactory.getLogger(TieringAgent.class);

    /** With more segments than that to copy, the shard is falling behind what is written. */
    private static final int BEHIND = 4;

    private final ShardCore core;
    private final LogIndex index;
    private final Tierer tierer;
    private final ShardIdentity identity;
    private final Retry retry;
    private final boolean paused;
    private final Map<Long, String> errors = new HashMap<>();
    private final Map<Long, Long> recordedAt = new HashMap<>();
    private long tieredBytes;
    private long failures;
    private @Nullable Long underWay;
    private boolean waiting;
    private boolean stopped;

    /**
     * Creates it.
     *
     * @param paused never starts anything
     */
    public TieringAgent(
            ShardCore core, LogIndex index, Tierer tierer, ShardIdentity identity, Retry retry, boolean paused) {
        this.core = core;
        this.index = index;
        this.tierer = tierer;
        this.identity = identity;
        this.retry = retry;
        this.paused = paused;
    }

    /** Starts the next copy, if there is anything to copy and nothing under way. */
    public void poll() {
        if (paused || stopped || waiting || underWay != null) {
            return;
        }
        // A ledger that was left may be without a recorded end for a while, although there are sealed ones behind it.
        List<Segment> waitingSegments = core.log().segments().stream()
                .takeWhile(segment -> segment.state() == Segment.State.SEALED)
                .filter(segment -> !isDone(segment.ledgerId()))
                .toList();
        if (!waitingSegments.isEmpty()) {
            copy(waitingSegments.get(0), waitingSegments.size() > BEHIND ? Pace.FULL : Pace.GENTLE);
        }
    }

    /** Whether nothing of a segment has to be copied any more. */
    public boolean isDone(long ledgerId) {
        return core.state().shard().tieredLedgers().contains(ledgerId) || !index.holdsBatches(ledgerId);
    }

    private void copy(Segment segment, Pace pace) {
        underWay = segment.ledgerId();
        Completions.onLoop(core.loop(), tierer.tier(source(segment), kept(), pace), (copy, failure) -> {
            underWay = null;
            if (stopped) {
                return;
            }
            if (failure == null) {
                errors.remove(segment.ledgerId());
                retry.reset();
                record(segment, copy);
                poll();
            } else {
                failed(segment, failure);
            }
        });
    }

    private SegmentSource source(Segment segment) {
        return new SegmentSource(
                UUID.fromString(identity.clusterId()),
                identity.shard(),
                core.log().incarnation(),
                core.log().epoch(),
                segment);
    }

    /** What of each partition is kept now: batches that retention has passed, or whose topic is gone, aren't copied. */
    private KeptRanges kept() {
        Map<PartitionKey, Long> starts = new HashMap<>();
        for (PartitionSection partition : core.state().partitions()) {
            starts.put(partition.key(), partition.logStart());
        }
        return lane -> starts.getOrDefault(new PartitionKey(lane.topicId(), lane.partition()), KeptRanges.NOTHING);
    }

    private void record(Segment segment, TieredSegment copy) {
        Set<Long> listed = core.log().segments().stream().map(Segment::ledgerId).collect(Collectors.toSet());
        List<Long> forgets = new ArrayList<>(core.state().shard().tieredLedgers());
        forgets.removeAll(listed);
        recordedAt.keySet().retainAll(listed);
        tieredBytes += segment.bytes();
        recordedAt.put(copy.ledgerId(), core.append(new Tiered(copy.ledgerId(), copy.objects(), List.of(), forgets)));
        LOG.info(
                "segment tiered ledger={} bytes={} objects={}",
                segment.ledgerId(),
                segment.bytes(),
                copy.objects().size());
    }

    private void failed(Segment segment, Throwable failure) {
        failures++;
        long delayMs = retry.nextDelayMs();
        Throwable cause = Failures.cause(failure);
        errors.put(segment.ledgerId(), String.valueOf(cause.getMessage()));
        LOG.warn(
                "segment could not be tiered, it stays in its ledger ledger={} retryInMs={} reason={}",
                segment.ledgerId(),
                delayMs,
                cause.toString());
        waiting = true;
        core.loop()
                .schedule(
                        () -> {
                            waiting = false;
                            poll();
                        },
                        delayMs,
                        TimeUnit.MILLISECONDS);
    }

    /** Whether the copy of a tiered segment is recorded for good: its record is confirmed. */
    boolean isRecorded(Segment segment) {
        Long sequence = recordedAt.get(segment.ledgerId());
        return sequence == null || sequence < core.log().confirmedEnd();
    }

    /** The ledger that is being copied; null when none is. */
    @Nullable
    Long underWay() {
        return underWay;
    }

    /** Why the last try to copy a ledger failed; empty if it didn't. */
    String error(long ledgerId) {
        return errors.getOrDefault(ledgerId, "");
    }

    /** Bytes of the segments that were copied since the shard was opened. */
    public long tieredBytes() {
        return tieredBytes;
    }

    /** How often copying a segment has failed since then. */
    public long failures() {
        return failures;
    }

    boolean paused() {
        return paused;
    }

    /** Starts nothing more, and ignores what is under way; the shard is lost. */
    public void stop() {
        stopped = true;
    }
}
