/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.shard;

import io.varve.log.LogFollower;
import io.varve.log.LogListener;
import io.varve.log.Quorum;
import io.varve.log.Replay;
import io.varve.log.Segment;
import io.varve.log.ShardIdentity;
import io.varve.log.ShardLog;
import io.varve.log.ShardOwner;
import io.varve.log.record.Entry;
import io.varve.log.record.LogRecord;
import io.varve.metadata.Versioned;
import io.varve.protocol.error.ErrorCode;
import io.varve.protocol.error.StoreException;
import io.varve.protocol.error.VarveException;
import io.varve.shard.core.ShardCore;
import io.varve.shard.read.LogIndex;
import io.varve.shard.state.PartitionSection;
import io.varve.shard.state.ShardState;
import io.varve.shard.state.SnapshotReader;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Claims a shard, rebuilds its state from its log, and starts serving it; or rebuilds the state while another process serves the
 * shard, and claims it when that one lets go. Afterwards it stands between the log and the shard and
 * passes on what the log reports. Everything happens on the shard's loop.
 */
final class ShardOpening implements Replay, LogListener {
    private static final Logger LOG = LoggerFactory.getLogger(ShardOpening.class);

    private final int id;
    private final ShardIdentity identity;
    private final ShardServices services;
    private final ShardConfig config;
    private final Quorum quorum;
    private final BiConsumer<Shard, StoreException> onLost;
    private final ShardState state = new ShardState();
    private final SnapshotReader snapshot = new SnapshotReader(state);
    private final LogIndex index = new LogIndex();
    private long replayFrom;
    private boolean fromSnapshot;
    private @Nullable LogFollower follower;
    private @Nullable ShardParts parts;
    private @Nullable Shard shard;

    /**
     * Creates it.
     *
     * @param quorum copies of the log
     * @param onLost called once if the shard is lost after it was opened, when the shard itself has let go of everything
     */
    ShardOpening(
            ShardIdentity identity,
            ShardServices services,
            ShardConfig config,
            Quorum quorum,
            BiConsumer<Shard, StoreException> onLost) {
        this.id = identity.shard();
        this.identity = identity;
        this.services = services;
        this.config = config;
        this.quorum = quorum;
        this.onLost = onLost;
    }

    /** Takes the shard, whoever has it. */
    CompletableFuture<Shard> open(ShardOwner owner) {
        return ShardLog.open(services.log(), identity, owner, quorum, config.log(), this, this)
                .thenApply(this::serve);
    }

    /** Begins to rebuild the state while another process serves the shard; see {@link LogFollower#start}. */
    CompletableFuture<Integer> follow() {
        LogFollower following = new LogFollower(services.log(), identity, quorum, config.log(), this);
        follower = following;
        return following.start();
    }

    /** See {@link LogFollower#lost}. */
    CompletableFuture<StoreException> followingEnded() {
        return followed().lost();
    }

    /** Ends what {@link #follow} began. */
    void unfollow() {
        followed().stop();
    }

    /** Takes the shard that it followed, if its owner has let go of it in order; see {@link ShardLog#succeed}. */
    CompletableFuture<Shard> succeed(ShardOwner owner, Optional<Versioned> closed) {
        return ShardLog.succeed(followed(), owner, closed, this).thenApply(log -> {
            // The owner may have given up ledgers that were followed.
            index.retain(log.segments().stream().map(Segment::ledgerId).collect(Collectors.toSet()));
            return serve(log);
        });
    }

    private LogFollower followed() {
        if (follower == null) {
            throw new IllegalStateException("shard " + id + " isn't followed");
        }
        return follower;
    }

    private Shard serve(ShardLog log) {
        for (PartitionSection partition : state.partitions()) {
            index.confirm(partition.key(), partition.nextOffset());
        }
        ShardCore core = new ShardCore(services.log().loop(), services.log().clock(), log, state);
        ShardParts wired = new ShardParts(identity, services, config, core, index);
        Shard opened = new Shard(id, wired);
        parts = wired;
        shard = opened;
        wired.start(() -> new OlderSegments(core, replayFrom).scan().thenAccept(index::prepend));
        LOG.info(
                "shard serves shard={} epoch={} replayFrom={} nextSequence={} partitions={}",
                id,
                log.epoch(),
                replayFrom,
                log.nextSequence(),
                state.partitions().size());
        return opened;
    }

    // ---- replay ----

    @Override
    public void begin(long fromSequence, boolean snapshotBegins) {
        replayFrom = fromSequence;
        fromSnapshot = snapshotBegins;
    }

    @Override
    public void record(LogRecord record) {
        snapshot.record(record, record.sequence() == replayFrom, fromSnapshot);
        index.add(record);
    }

    // ---- the log reports ----

    @Override
    public void onConfirmed(Entry entry) {
        ShardParts serving = parts;
        if (serving != null) {
            serving.path().confirmed(entry);
            serving.core().answers().confirmed(serving.core().log().confirmedEnd());
            serving.snapshots().poll();
        }
    }

    @Override
    public void onOwnershipSeen() {
        if (parts != null) {
            parts.core().answers().resume();
        }
    }

    @Override
    public boolean isTiered(long ledgerId) {
        return parts != null && parts.isTiered(ledgerId);
    }

    @Override
    public void onSegmentSealed(Segment segment) {
        LOG.info(
                "segment sealed shard={} ledger={} bytes={} endSequence={}",
                id,
                segment.ledgerId(),
                segment.bytes(),
                segment.endSequence());
        if (parts != null) {
            parts.sealed();
        }
    }

    @Override
    public void onLost(StoreException reason) {
        LOG.warn("shard lost shard={} reason={}", id, reason.toString());
        Shard opened = shard;
        if (opened != null) {
            ErrorCode code = reason instanceof StoreException.Damaged ? ErrorCode.DAMAGED : ErrorCode.NOT_OWNER;
            opened.lost(new VarveException(code, "this broker lost shard " + id + ": " + reason.getMessage(), reason));
            onLost.accept(opened, reason);
        }
    }
}
