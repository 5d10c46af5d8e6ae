/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.shard.tier;

import io.varve.log.Segment;
import io.varve.log.record.TieredObject;
import io.varve.protocol.wire.SegmentInfo;
import io.varve.protocol.wire.SegmentState;
import io.varve.protocol.wire.TierReport;
import io.varve.shard.answer.Reply;
import io.varve.shard.core.ShardCore;
import java.util.Objects;

/** Says where a shard's segments are on their way to objects. Owned by the shard's loop. */
public final class TierStatusQuery {
    private final ShardCore core;
    private final int shard;
    private final TieringAgent tiering;
    private final LedgerDropAgent drops;
    private final String location;

    /**
     * Creates it.
     *
     * @param location what users call the object store
     */
    public TierStatusQuery(ShardCore core, int shard, TieringAgent tiering, LedgerDropAgent drops, String location) {
        this.core = core;
        this.shard = shard;
        this.tiering = tiering;
        this.drops = drops;
        this.location = location;
    }

    /** The present state. */
    public void report(Reply<TierReport> reply) {
        TierReport.Builder report = TierReport.newBuilder()
                .setObjects(core.state().shard().objects().size())
                .setObjectBytes(core.state().shard().objects().stream()
                        .mapToLong(TieredObject::bytes)
                        .sum())
                .setObjectStore(location)
                .setLedgersPendingDelete(core.log().pendingDeletes())
                .setPaused(tiering.paused());
        for (Segment segment : core.log().segments()) {
            boolean open = segment.state() == Segment.State.OPEN;
            report.addSegments(SegmentInfo.newBuilder()
                    .setShard(shard)
                    .setLedgerId(segment.ledgerId())
                    .setState(state(segment))
                    .setBytes(segment.bytes())
                    .setFirstSequence(segment.firstSequence())
                    .setEndSequence(open ? 0 : segment.endSequence())
                    .setOpenedMs(segment.openedMs())
                    .setSealedMs(segment.sealedMs())
                    .setLastError(error(segment.ledgerId())));
        }
        core.answer(reply, report.build());
    }

    /** Of a segment on its way to objects, or of its ledger on its way out. */
    private String error(long ledgerId) {
        String untiered = tiering.error(ledgerId);
        return untiered.isEmpty() ? drops.error(ledgerId) : untiered;
    }

    private SegmentState state(Segment segment) {
        if (segment.state() == Segment.State.OPEN) {
            return SegmentState.SEGMENT_OPEN;
        }
        if (tiering.isDone(segment.ledgerId())) {
            return SegmentState.SEGMENT_TIERED;
        }
        return Objects.equals(tiering.underWay(), segment.ledgerId())
                ? SegmentState.SEGMENT_TIERING
                : SegmentState.SEGMENT_SEALED;
    }
}
