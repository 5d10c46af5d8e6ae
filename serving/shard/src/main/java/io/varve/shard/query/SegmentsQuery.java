/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.shard.query;

import io.varve.cluster.TopicRecord;
import io.varve.protocol.wire.DescribeSegments;
import io.varve.protocol.wire.StoredRange;
import io.varve.protocol.wire.StoredRanges;
import io.varve.shard.answer.Reply;
import io.varve.shard.core.ShardCore;
import io.varve.shard.loop.Completions;
import io.varve.shard.read.ColdPath;
import io.varve.shard.read.ColdRange;
import io.varve.shard.read.LedgerRange;
import io.varve.shard.read.LogIndex;
import io.varve.shard.read.ReadFailures;
import io.varve.shard.state.PartitionKey;
import io.varve.shard.state.PartitionSection;
import java.util.List;

/** Where the records of a partition are stored. Owned by the shard's loop; answers are held until they are confirmed. */
public final class SegmentsQuery {
    private static final int PAGE = 1_000;

    private final ShardCore core;
    private final LogIndex index;
    private final ColdPath cold;

    /** For one shard. */
    public SegmentsQuery(ShardCore core, LogIndex index, ColdPath cold) {
        this.core = core;
        this.index = index;
        this.cold = cold;
    }

    /** Answers DescribeSegments; what retention has removed isn't there any more. */
    public void describe(TopicRecord topic, DescribeSegments request, Reply<StoredRanges> reply) {
        PartitionKey key = new PartitionKey(topic.topicId(), request.getPartition());
        PartitionSection partition = core.state().partition(key);
        long from = Math.max(request.getFromOffset(), partition == null ? 0 : partition.logStart());
        Completions.whenDone(cold.ranges(key, row -> row.endOffset() > from, PAGE + 1), (tiered, failure) -> {
            if (failure == null) {
                core.answer(reply, page(key, from, tiered));
            } else {
                core.refuse(reply, ReadFailures.translate(failure));
            }
        });
    }

    private StoredRanges page(PartitionKey key, long from, List<ColdRange> tiered) {
        boolean more = tiered.size() > PAGE;
        StoredRanges.Builder ranges = StoredRanges.newBuilder().setMore(more);
        for (ColdRange range : more ? tiered.subList(0, PAGE) : tiered) {
            ranges.addRanges(StoredRange.newBuilder()
                    .setFirstOffset(range.row().firstOffset())
                    .setEndOffset(range.row().endOffset())
                    .setBytes(range.row().dataLength())
                    .setObjectKey(range.object().key())
                    .setLastAppendMs(range.row().times().maxAppendMs()));
        }
        if (!more) {
            for (LedgerRange range : index.ranges(key)) {
                if (range.endOffset() > from) {
                    ranges.addRanges(StoredRange.newBuilder()
                            .setFirstOffset(range.firstOffset())
                            .setEndOffset(range.endOffset())
                            .setBytes(range.bytes())
                            .setLedgerId(range.ledgerId())
                            .setLastAppendMs(range.maxAppendMs()));
                }
            }
        }
        return ranges.build();
    }
}
