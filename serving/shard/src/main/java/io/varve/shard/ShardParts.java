/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.shard;

import io.varve.log.Segment;
import io.varve.log.ShardIdentity;
import io.varve.log.ShardLog;
import io.varve.shard.core.ShardCore;
import io.varve.shard.core.SnapshotAgent;
import io.varve.shard.group.GroupCoordinator;
import io.varve.shard.group.GroupQueries;
import io.varve.shard.loop.Completions;
import io.varve.shard.produce.MessageIdCheck;
import io.varve.shard.produce.ProduceCommand;
import io.varve.shard.query.PartitionQueries;
import io.varve.shard.query.SegmentsQuery;
import io.varve.shard.read.ColdPath;
import io.varve.shard.read.LogIndex;
import io.varve.shard.read.ReadPath;
import io.varve.shard.tier.LedgerDelays;
import io.varve.shard.tier.LedgerDropAgent;
import io.varve.shard.tier.ObjectDeleteAgent;
import io.varve.shard.tier.RetentionAgent;
import io.varve.shard.tier.Retry;
import io.varve.shard.tier.TierStatusQuery;
import io.varve.shard.tier.TieringAgent;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The parts of a serving shard, wired together by hand; and the clockwork that drives those that wait for time to pass. */
final class ShardParts {
    private static final Logger LOG = LoggerFactory.getLogger(ShardParts.class);
    private static final long TICK_MS = 500;

    /** How soon groups hear of added partitions; topics come from the catalogue's cache. */
    private static final long TOPICS_EVERY_NANOS = TimeUnit.SECONDS.toNanos(2);

    private final ShardCore core;
    private final ShardConfig config;
    private final ReadPath path;
    private final MessageIdCheck ids;
    private final ProduceCommand produce;
    private final PartitionQueries queries;
    private final SegmentsQuery segments;
    private final GroupCoordinator groups;
    private final GroupQueries groupQueries;
    private final SnapshotAgent snapshots;
    private final TieringAgent tiering;
    private final TierStatusQuery tierStatus;
    private final LedgerDropAgent drops;
    private final ObjectDeleteAgent deletes;
    private final RetentionAgent retention;
    private long retentionDueNanos;
    private long topicsDueNanos;
    private volatile ShardFigures figures;
    private boolean indexed;
    private boolean stopped;

    ShardParts(ShardIdentity identity, ShardServices services, ShardConfig config, ShardCore core, LogIndex index) {
        int shard = identity.shard();
        this.core = core;
        this.config = config;
        ColdPath cold = new ColdPath(core.loop(), core.state(), services.cold());
        path = new ReadPath(core.loop(), services.log().allocator(), index, services.memory(), core.log()::read, cold);
        ids = new MessageIdCheck(core, services.messageIds());
        produce = new ProduceCommand(core, ids);
        queries = new PartitionQueries(
                core,
                shard,
                path,
                cold,
                services.objects().location(),
                config.tiering().objectDeleteDelay());
        segments = new SegmentsQuery(core, index, cold);
        groups = new GroupCoordinator(core, services.log().random(), services.topicByName());
        groupQueries = new GroupQueries(core);
        snapshots = new SnapshotAgent(core, config.upkeep().snapshotBytes(), services.replay());
        tiering = new TieringAgent(
                core,
                index,
                services.tierer(),
                identity,
                retry(services),
                config.tiering().paused());
        drops = new LedgerDropAgent(
                core,
                index,
                snapshots,
                tiering,
                services.objects(),
                new LedgerDelays(config.tiering().ledgerDelay(), config.log().recoveredDeleteDelay()),
                retry(services));
        tierStatus = new TierStatusQuery(
                core, shard, tiering, drops, services.objects().location());
        deletes =
                new ObjectDeleteAgent(core, services.objects(), config.tiering().objectDeleteDelay(), retry(services));
        retention = new RetentionAgent(core, index, cold, ids, id -> services.topicById()
                .apply(id)
                .thenApply(topic -> topic.map(t -> t.config())));
        topicsDueNanos = core.loop().nanoTime();
        retentionDueNanos =
                core.loop().nanoTime() + config.upkeep().retentionInterval().toNanos();
        figures = look();
    }

    private ShardFigures look() {
        ShardLog log = core.log();
        List<Segment> untiered = log.segments().stream()
                .filter(segment -> segment.bytes() > 0
                        && (segment.state() == Segment.State.OPEN || !tiering.isDone(segment.ledgerId())))
                .toList();
        return new ShardFigures(
                core.appendedRecords(),
                core.appendedBytes(),
                path.deliveredBytes(),
                core.answers().appendLatency(),
                log.entryLatency(),
                log.pendingBytes(),
                core.answers().size(),
                log.bytesSinceSnapshot(),
                log.missingCopies(),
                log.segments().size(),
                untiered.stream().mapToLong(Segment::bytes).sum(),
                untiered.stream().mapToLong(Segment::openedMs).min().orElse(ShardFigures.NONE),
                tiering.tieredBytes(),
                tiering.failures(),
                core.state().shard().objects().size(),
                log.pendingDeletes());
    }

    private static Retry retry(ShardServices services) {
        return new Retry(services.backoff(), services.log().random());
    }

    /**
     * Starts the clockwork.
     *
     * @param scan indexes what is in the ledgers and wasn't replayed; until it has succeeded nobody knows what a ledger holds, and
     *     so nothing is tiered or dropped
     */
    void start(Supplier<CompletableFuture<Void>> scan) {
        CompletableFuture<Void> scanned = new CompletableFuture<>();
        path.waitFor(scanned);
        scan(scan, scanned);
        core.loop().schedule(this::tick, TICK_MS, TimeUnit.MILLISECONDS);
    }

    private void scan(Supplier<CompletableFuture<Void>> scan, CompletableFuture<Void> scanned) {
        Completions.whenDone(scan.get(), (done, failure) -> {
            if (failure == null) {
                indexed = true;
                scanned.complete(null);
            } else if (!stopped) {
                LOG.warn("older segments can't be indexed now reason={}", failure.toString());
                core.loop().schedule(() -> scan(scan, scanned), TICK_MS, TimeUnit.MILLISECONDS);
            } else {
                scanned.completeExceptionally(failure);
            }
        });
    }

    private void tick() {
        if (stopped) {
            return;
        }
        groups.expire();
        snapshots.poll();
        path.poll();
        ids.settle();
        figures = look();
        long now = core.loop().nanoTime();
        boolean retentionDue = now - retentionDueNanos >= 0;
        if (retentionDue) {
            retentionDueNanos = now + config.upkeep().retentionInterval().toNanos();
        }
        if (now - topicsDueNanos >= 0) {
            topicsDueNanos = now + TOPICS_EVERY_NANOS;
            groups.refreshTopics();
        }
        if (indexed) {
            tiering.poll();
            drops.poll();
            deletes.poll();
            if (retentionDue) {
                retention.poll();
            }
        }
        core.loop().schedule(this::tick, TICK_MS, TimeUnit.MILLISECONDS);
    }

    /** A segment was sealed: it may be copied. */
    void sealed() {
        if (indexed && !stopped) {
            tiering.poll();
        }
    }

    /** Nothing is begun any more. */
    void stopAgents() {
        stopped = true;
        snapshots.stop();
        tiering.stop();
        drops.stop();
        deletes.stop();
        retention.stop();
        ids.close();
    }

    /** As of the last tick. Any thread. */
    ShardFigures figures() {
        return figures;
    }

    /** Whether nothing of a segment has to be copied to objects any more. */
    boolean isTiered(long ledgerId) {
        return tiering.isDone(ledgerId);
    }

    ShardCore core() {
        return core;
    }

    ReadPath path() {
        return path;
    }

    ProduceCommand produce() {
        return produce;
    }

    PartitionQueries queries() {
        return queries;
    }

    SegmentsQuery segments() {
        return segments;
    }

    GroupCoordinator groups() {
        return groups;
    }

    GroupQueries groupQueries() {
        return groupQueries;
    }

    SnapshotAgent snapshots() {
        return snapshots;
    }

    RetentionAgent retention() {
        return retention;
    }

    TierStatusQuery tierStatus() {
        return tierStatus;
    }
}
