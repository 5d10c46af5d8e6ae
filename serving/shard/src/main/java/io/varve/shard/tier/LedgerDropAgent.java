/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.shard.tier;

import io.varve.log.ReplayPosition;
import io.varve.log.Segment;
import io.varve.log.record.TieredObject;
import io.varve.objects.Failures;
import io.varve.objects.ObjectStore;
import io.varve.objects.format.ObjectReader;
import io.varve.protocol.error.StoreException;
import io.varve.shard.core.ShardCore;
import io.varve.shard.core.SnapshotAgent;
import io.varve.shard.loop.Completions;
import io.varve.shard.read.ColdPath;
import io.varve.shard.read.LogIndex;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets go of ledgers whose batches all stand in verified objects, the oldest first.
 *
 * <p>A ledger goes only when a later ledger holds a confirmed, complete snapshot, so that no replay needs it, and when its objects
 * answer right before with the size and the directory that the log has a checksum of. First the shard's node gives the ledger up, then it is deleted (I6): whoever
 * deletes late deletes what everybody has given up. Owned by the shard's loop.
 */
public final class LedgerDropAgent {
    private static final Logger LOG = LoggerFactory.getLogger(LedgerDropAgent.class);

    private final ShardCore core;
    private final LogIndex index;
    private final SnapshotAgent snapshots;
    private final TieringAgent tiering;
    private final ObjectStore objects;
    private final LedgerDelays delays;
    private final Retry retry;
    private Map<Long, String> errors = Map.of();
    private boolean busy;
    private boolean stopped;

    /** For one shard. */
    public LedgerDropAgent(
            ShardCore core,
            LogIndex index,
            SnapshotAgent snapshots,
            TieringAgent tiering,
            ObjectStore objects,
            LedgerDelays delays,
            Retry retry) {
        this.core = core;
        this.index = index;
        this.snapshots = snapshots;
        this.tiering = tiering;
        this.objects = objects;
        this.delays = delays;
        this.retry = retry;
    }

    /** Drops and deletes what may go by now. Called every second or so. */
    public void poll() {
        if (busy || stopped || !retry.isDue(core.loop().nanoTime())) {
            return;
        }
        List<Segment> ripe = ripe();
        if (ripe.stream().noneMatch(this::heldNews)) {
            // Nothing but snapshots and the like: another one for their sake would never end, they go along with the
            // next.
            delete();
            return;
        }
        Segment last = ripe.get(ripe.size() - 1);
        Optional<ReplayPosition> position =
                snapshots.position().filter(begin -> begin.sequence() >= last.endSequence());
        if (position.isEmpty()) {
            snapshots.begin();
            return;
        }
        busy = true;
        CompletableFuture<Void> verified = Completions.moved(core.loop(), verify(ripe));
        Completions.whenDone(verified.thenCompose(done -> drop(ripe, position.get())), (dropped, failure) -> {
            busy = false;
            if (failure != null) {
                stay(ripe, Failures.cause(failure));
            } else {
                worked();
                delete();
            }
        });
    }

    private void stay(List<Segment> ripe, Throwable reason) {
        retry.failedAt(core.loop().nanoTime());
        errors = ripe.stream()
                .collect(Collectors.toMap(Segment::ledgerId, segment -> String.valueOf(reason.getMessage())));
        if (!stopped) {
            LOG.warn("ledgers stay listed for now ledgers={} reason={}", errors.keySet(), reason.toString());
        }
    }

    private void worked() {
        retry.reset();
        errors = Map.of();
    }

    /** The longest run of oldest segments that aren't needed and have waited long enough. */
    private List<Segment> ripe() {
        List<Segment> done = core.log().segments().stream()
                .takeWhile(segment -> segment.state() == Segment.State.SEALED
                        && tiering.isDone(segment.ledgerId())
                        && tiering.isRecorded(segment))
                .toList();
        return delays.over(done, core.clock().millis());
    }

    /** The index doesn't know ledgers that were tiered before a takeover. */
    private boolean heldNews(Segment segment) {
        return core.state().shard().tieredLedgers().contains(segment.ledgerId()) || index.holdsNews(segment.ledgerId());
    }

    private CompletableFuture<Void> verify(List<Segment> ripe) {
        long end = ripe.get(ripe.size() - 1).endSequence();
        long first = ripe.get(0).firstSequence();
        List<TieredObject> copies = core.state().shard().objects().stream()
                .filter(object -> object.firstSequence() >= first && object.firstSequence() < end)
                .toList();
        // One after the other: directories are read past the caches, so past their budget too.
        CompletableFuture<Void> all = CompletableFuture.completedFuture(null);
        for (TieredObject object : copies) {
            all = all.thenCompose(done -> verify(object));
        }
        return all;
    }

    private CompletableFuture<Void> verify(TieredObject object) {
        return objects.size(object.key()).thenCompose(size -> {
            if (size != object.bytes()) {
                throw new StoreException.Damaged(
                        "object " + object.key() + " has " + size + " bytes, the log says " + object.bytes(), null);
            }
            return ObjectReader.open(objects, ColdPath.location(object)).thenAccept(reader -> {});
        });
    }

    private CompletableFuture<Void> drop(List<Segment> ripe, ReplayPosition position) {
        if (stopped) {
            return CompletableFuture.failedFuture(new StoreException.Unavailable("the shard is lost", null));
        }
        List<Long> ledgers = ripe.stream().map(Segment::ledgerId).toList();
        // Readers go to the objects from here on, so that none of them meets a ledger that is gone.
        ledgers.forEach(index::dropLedger);
        return core.log()
                .drop(ledgers, position)
                .thenRun(() -> LOG.info("ledgers dropped ledgers={} replayFrom={}", ledgers, position));
    }

    private void delete() {
        if (core.log().pendingDeletes() > 0) {
            busy = true;
            Completions.whenDone(core.log().deletePending(0), (count, failure) -> {
                busy = false;
                if (failure != null) {
                    retry.failedAt(core.loop().nanoTime());
                    LOG.warn(
                            "dropped ledgers could not be deleted now reason={}",
                            Failures.cause(failure).toString());
                } else {
                    retry.reset();
                }
            });
        }
    }

    /** Why a ledger that isn't needed is still there; empty if nothing went wrong. */
    String error(long ledgerId) {
        return errors.getOrDefault(ledgerId, "");
    }

    /** Does nothing more; the shard is lost. */
    public void stop() {
        stopped = true;
    }
}
