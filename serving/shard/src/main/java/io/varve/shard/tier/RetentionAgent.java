/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.shard.tier;

import io.varve.cluster.TopicConfig;
import io.varve.log.Segment;
import io.varve.log.record.DeleteObjects;
import io.varve.log.record.TieredObject;
import io.varve.log.record.Trimmed;
import io.varve.objects.format.DirectoryRow;
import io.varve.objects.format.ObjectDirectory;
import io.varve.shard.core.ShardCore;
import io.varve.shard.loop.Completions;
import io.varve.shard.produce.MessageIdCheck;
import io.varve.shard.read.ColdPath;
import io.varve.shard.read.ColdRange;
import io.varve.shard.read.LedgerRange;
import io.varve.shard.read.LogIndex;
import io.varve.shard.state.PartitionKey;
import io.varve.shard.state.PartitionSection;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Moves the starts of partitions up as their topics' retention says, and gives up objects that hold nothing else. What goes is
 * written down first (TRIMMED, DELETE_OBJECTS), so that every later image agrees. Owned by the shard's loop; goes through the
 * partitions one after the other.
 */
public final class RetentionAgent {
    private static final Logger LOG = LoggerFactory.getLogger(RetentionAgent.class);
    private static final long DEFAULT_RETENTION_MS = 7 * 24 * 60 * 60 * 1000L;

    /** Finds what the owner of a topic chose; empty when the topic is gone. Completes on any thread. */
    @FunctionalInterface
    public interface Policies {
        /** By the topic's id. */
        CompletableFuture<Optional<TopicConfig>> find(UUID topicId);
    }

    private final ShardCore core;
    private final LogIndex index;
    private final ColdPath cold;
    private final MessageIdCheck ids;
    private final Policies policies;
    private boolean busy;
    private boolean stopped;

    /** Objects found to hold something, by key; looking into a directory again is only due when a start moved. */
    private Set<String> inUse = Set.of();

    /** For one shard. */
    public RetentionAgent(ShardCore core, LogIndex index, ColdPath cold, MessageIdCheck ids, Policies policies) {
        this.core = core;
        this.index = index;
        this.cold = cold;
        this.ids = ids;
        this.policies = policies;
    }

    /** Goes through all partitions once, unless that is under way. */
    public void poll() {
        if (busy || stopped) {
            return;
        }
        busy = true;
        List<PartitionKey> keys =
                core.state().partitions().stream().map(PartitionSection::key).toList();
        // While the metadata store is away nothing goes: what is gone can't be had back.
        CompletableFuture<Void> all = core.log().confirm();
        for (PartitionKey key : keys) {
            all = all.thenCompose(done -> Completions.moved(core.loop(), policies.find(key.topicId())))
                    .thenCompose(config -> stopped || config.isEmpty()
                            ? CompletableFuture.completedFuture(null)
                            : apply(key, config.get()));
        }
        CompletableFuture<Void> applied = all.thenCompose(done -> {
            Set<String> known = inUse;
            inUse = core.state().shard().objects().stream()
                    .map(TieredObject::key)
                    .collect(Collectors.toSet());
            List<TieredObject> suspects = core.state().shard().objects().stream()
                    .filter(object -> !known.contains(object.key()))
                    .toList();
            return giveUpObjects(suspects, 0, new ArrayList<>());
        });
        Completions.whenDone(applied, (done, failure) -> {
            busy = false;
            if (failure != null && !stopped) {
                startsMoved();
                LOG.warn("retention could not be applied now reason={}", failure.toString());
            }
        });
    }

    private CompletableFuture<Void> apply(PartitionKey key, TopicConfig config) {
        ids.evict(key, config);
        return trim(key, config);
    }

    private CompletableFuture<Void> trim(PartitionKey key, TopicConfig config) {
        PartitionSection partition = core.state().partition(key);
        long retentionMs =
                config.retentionMs() == TopicConfig.NAMESPACE_DEFAULT ? DEFAULT_RETENTION_MS : config.retentionMs();
        long keepSinceMs = retentionMs == TopicConfig.FOR_EVER
                ? Long.MIN_VALUE
                : core.clock().millis() - retentionMs;
        boolean bounded = config.retentionBytes() != TopicConfig.NO_LIMIT;
        if (partition == null || (!bounded && !hasOlder(key, keepSinceMs))) {
            return CompletableFuture.completedFuture(null);
        }
        long logStart = partition.logStart();
        long firstInLedgers = index.ranges(key).stream()
                .mapToLong(LedgerRange::firstOffset)
                .findFirst()
                .orElse(Long.MAX_VALUE);
        return cold.ranges(
                        key, row -> row.endOffset() > logStart && row.firstOffset() < firstInLedgers, Integer.MAX_VALUE)
                .thenAccept(tiered -> trim(key, tiered, keepSinceMs, config.retentionBytes()));
    }

    /** Whether anything that may concern the partition was appended before a time; spares looking into directories. */
    private boolean hasOlder(PartitionKey key, long timeMs) {
        return core.state().shard().objects().stream().anyMatch(object -> object.minAppendMs() < timeMs)
                || index.ranges(key).stream().anyMatch(range -> range.maxAppendMs() < timeMs);
    }

    /** A topic was deleted: objects that held nothing else can go. */
    public void partitionsDeleted() {
        startsMoved();
    }

    private void startsMoved() {
        inUse = Set.of();
    }

    private void trim(PartitionKey key, List<ColdRange> tiered, long keepSinceMs, long keepBytes) {
        PartitionSection partition = core.state().partition(key);
        if (partition == null || stopped) {
            return;
        }
        List<RetentionRule.Run> runs = new ArrayList<>();
        for (ColdRange range : tiered) {
            DirectoryRow row = range.row();
            runs.add(new RetentionRule.Run(
                    row.endOffset(), row.dataLength(), row.times().maxAppendMs()));
        }
        Set<Long> sealed = core.log().segments().stream()
                .filter(segment -> segment.state() == Segment.State.SEALED)
                .map(Segment::ledgerId)
                .collect(Collectors.toSet());
        long openBytes = 0;
        for (LedgerRange range : index.ranges(key)) {
            if (sealed.contains(range.ledgerId())) {
                runs.add(new RetentionRule.Run(range.endOffset(), range.bytes(), range.maxAppendMs()));
            } else {
                openBytes += range.bytes();
            }
        }
        long start = RetentionRule.newStart(runs, partition.logStart(), openBytes, keepSinceMs, keepBytes);
        if (start > partition.logStart()) {
            boolean byTime = RetentionRule.newStart(runs, partition.logStart(), openBytes, keepSinceMs, 0) == start;
            Trimmed.Reason reason = byTime ? Trimmed.Reason.TIME : Trimmed.Reason.BYTES;
            LOG.info(
                    "partition trimmed partition={} from={} to={} reason={}", key, partition.logStart(), start, reason);
            startsMoved();
            core.append(new Trimmed(key.topicId(), key.partition(), 0, start, reason));
        }
    }

    /** Objects in which every range lies below its partition's start, or belongs to a deleted partition. */
    private CompletableFuture<Void> giveUpObjects(List<TieredObject> objects, int from, List<String> dead) {
        if (from == objects.size() || stopped) {
            if (!dead.isEmpty() && !stopped) {
                LOG.info("objects given up keys={}", dead);
                core.append(new DeleteObjects(dead));
            }
            return CompletableFuture.completedFuture(null);
        }
        TieredObject object = objects.get(from);
        return cold.directory(object).thenCompose(directory -> {
            if (isDead(directory)) {
                dead.add(object.key());
            }
            return giveUpObjects(objects, from + 1, dead);
        });
    }

    private boolean isDead(ObjectDirectory directory) {
        return directory.rows().stream().allMatch(row -> {
            PartitionSection partition = core.state()
                    .partition(new PartitionKey(row.lane().topicId(), row.lane().partition()));
            return partition == null || row.endOffset() <= partition.logStart();
        });
    }

    /** Does nothing more; the shard is lost. */
    public void stop() {
        stopped = true;
    }
}
