/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.shard.core;

import io.varve.log.ReplayPosition;
import io.varve.log.Segment;
import io.varve.shard.state.SnapshotWriter;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Decides when a snapshot is due and writes it, a little per tick of the loop. Due by bytes of log, not by a timer: an idle shard
 * writes none, and what a successor has to replay is bounded (I10 makes it equal). Owned by the shard's loop.
 */
public final class SnapshotAgent {
    /** Images written per tick. */
    private static final int TICK_BYTES = 256 * 1024;

    private final ShardCore core;
    private final long minBytes;
    private final ReplayBudget.Share replay;
    private @Nullable SnapshotWriter writing;
    private @Nullable SnapshotWriter ended;
    private long endSequence;
    private long nextId;
    private long completeId;
    private long lastBytes;
    private long lastBegin = -1;

    /**
     * Creates it.
     *
     * @param minBytes least bytes of log between two snapshots; four times the last one's size, if that is more
     * @param budget of the broker, for which one may be due sooner
     */
    public SnapshotAgent(ShardCore core, long minBytes, ReplayBudget budget) {
        this.core = core;
        this.minBytes = minBytes;
        this.replay = budget.share();
        // Ids grow slower than sequences, so this is above every id that a former owner gave.
        this.nextId = core.log().nextSequence() + 1;
    }

    /** Begins a snapshot if one is due. Called after confirmations. */
    public void poll() {
        SnapshotWriter complete = ended;
        if (complete != null && core.log().confirmedEnd() > endSequence) {
            lastBegin = complete.beginSequence();
            lastBytes = complete.bytes();
            completeId = complete.id();
            ended = null;
        }
        long bytes = core.log().bytesSinceSnapshot();
        replay.settle(bytes, lastBytes);
        if (bytes >= Math.max(minBytes, 4 * lastBytes) || replay.isDue()) {
            begin();
        }
    }

    /** Begins a snapshot now, unless one is under way: an older ledger waits for it to be dropped. */
    public void begin() {
        if (writing == null && ended == null) {
            writing = new SnapshotWriter(core.state(), core::append, nextId++, completeId);
            core.loop().execute(this::step);
        }
    }

    private void step() {
        SnapshotWriter writer = writing;
        if (writer == null) {
            return;
        }
        if (writer.writeSome(TICK_BYTES)) {
            writing = null;
            ended = writer;
            endSequence = core.log().nextSequence() - 1;
        } else {
            core.loop().execute(this::step);
        }
    }

    /** Stops writing; the shard is lost. */
    public void stop() {
        writing = null;
        replay.close();
    }

    /** Where a replay would start: BEGIN of the last confirmed snapshot of this claim; empty when there is none. */
    public Optional<ReplayPosition> position() {
        for (Segment segment : core.log().segments()) {
            if (lastBegin >= 0 && segment.contains(lastBegin)) {
                return Optional.of(new ReplayPosition(lastBegin, segment.ledgerId()));
            }
        }
        return Optional.empty();
    }
}
