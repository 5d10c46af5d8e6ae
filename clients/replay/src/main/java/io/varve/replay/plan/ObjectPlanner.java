/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.replay.plan;

import io.varve.client.reader.StartPosition;
import io.varve.objects.ObjectStore;
import io.varve.protocol.error.ErrorCode;
import io.varve.protocol.error.StoreException;
import io.varve.protocol.error.VarveException;
import io.varve.replay.plan.ObjectRows.Held;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;

/**
 * Plans from the objects alone, without any broker: for a cluster that is gone, or that nothing shall be asked of. Looks into
 * every object of the cluster. Topics have no names here, only ids; a replay ends where the objects end, and what retention has
 * removed but nobody has deleted yet is still there.
 */
public final class ObjectPlanner implements Planner {
    private final ObjectStore store;
    private final UUID clusterId;
    private final UUID topicId;

    /** For one topic; borrows the store. */
    public ObjectPlanner(ObjectStore store, UUID clusterId, UUID topicId) {
        this.store = store;
        this.clusterId = clusterId;
        this.topicId = topicId;
    }

    @Override
    public ReplayPlan plan(ReplayRequest request) {
        if (request.follow()) {
            throw new VarveException(
                    ErrorCode.INVALID_ARGUMENT, "objects alone can't be followed; that takes a broker");
        }
        Map<Integer, List<Held>> rows = ObjectRows.of(store, clusterId, topicId);
        if (rows.isEmpty()) {
            throw new VarveException(
                    ErrorCode.TOPIC_NOT_FOUND,
                    "no object of cluster " + clusterId + " in " + store.location() + " holds records of topic "
                            + topicId);
        }
        Map<Integer, OffsetSpan> spans = new TreeMap<>();
        for (int partition : request.partitions().isEmpty() ? rows.keySet() : request.partitions()) {
            List<Held> held = rows.get(partition);
            if (held == null) {
                throw new VarveException(
                        ErrorCode.PARTITION_NOT_FOUND,
                        "no object holds records of partition " + partition + "; there are " + rows.keySet());
            }
            spans.put(partition, span(partition, held, request));
        }
        return plan(rows, spans);
    }

    @Override
    public ReplayPlan planRest(Map<Integer, OffsetSpan> rest) {
        return plan(ObjectRows.of(store, clusterId, topicId), rest);
    }

    private ReplayPlan plan(Map<Integer, List<Held>> rows, Map<Integer, OffsetSpan> spans) {
        List<PartitionPlan> partitions = new ArrayList<>();
        spans.forEach((partition, span) -> {
            List<ObjectRange> ranges = new ArrayList<>();
            long next = span.firstOffset();
            for (Held held : Cover.of(rows.getOrDefault(partition, List.of()), span)) {
                long end = Math.min(held.row().endOffset(), span.endOffset());
                ranges.add(new ObjectRange(held.key(), next, end));
                next = end;
            }
            if (next < span.endOffset()) {
                throw new StoreException.Damaged(
                        "offsets from " + next + " of partition " + partition + " of topic " + topicId
                                + " are in no object, but the replay goes on to " + span.endOffset(),
                        null);
            }
            partitions.add(new PartitionPlan(partition, span.firstOffset(), span.endOffset(), ranges));
        });
        return new ReplayPlan(topicId.toString(), topicId, store.location(), partitions);
    }

    private OffsetSpan span(int partition, List<Held> held, ReplayRequest request) {
        long kept = held.stream().mapToLong(it -> it.row().firstOffset()).min().orElseThrow();
        long end = held.stream().mapToLong(it -> it.row().endOffset()).max().orElseThrow();
        List<Held> cover = Cover.of(held, new OffsetSpan(kept, end));
        long first = first(partition, cover, new OffsetSpan(kept, end), request.from());
        return new OffsetSpan(first, Math.max(first, end(cover, new OffsetSpan(kept, end), request.to())));
    }

    private long first(int partition, List<Held> cover, OffsetSpan all, StartPosition from) {
        if (from instanceof StartPosition.AtOffset at) {
            if (at.offset() < all.firstOffset() || at.offset() > all.endOffset()) {
                throw new VarveException(
                        ErrorCode.OFFSET_OUT_OF_RANGE,
                        "offset " + at.offset() + " of partition " + partition + " is in no object; they have "
                                + all.firstOffset() + " to " + all.endOffset());
            }
            return at.offset();
        }
        if (from instanceof StartPosition.AtTime at) {
            Instant firstKept = Instant.ofEpochMilli(cover.get(0).row().times().minTimestamp());
            if (all.firstOffset() > 0 && at.time().isBefore(firstKept)) {
                throw History.refused(topicId.toString(), partition, at.time(), all.firstOffset(), firstKept);
            }
            return firstAt(cover, all, at.time());
        }
        return from instanceof StartPosition.Latest ? all.endOffset() : all.firstOffset();
    }

    private long end(List<Held> cover, OffsetSpan all, StartPosition to) {
        if (to instanceof StartPosition.AtOffset at) {
            return Math.min(at.offset(), all.endOffset());
        }
        if (to instanceof StartPosition.AtTime at) {
            return firstAt(cover, all, at.time());
        }
        return to instanceof StartPosition.Earliest ? all.firstOffset() : all.endOffset();
    }

    /** Offset of the first record of this time or later; the end if there is none. */
    private long firstAt(List<Held> cover, OffsetSpan all, Instant time) {
        long timeMs = time.toEpochMilli();
        for (Held held : cover) {
            if (held.row().times().maxTimestamp() >= timeMs) {
                return TimeInObject.firstAt(store, held.key(), held.row(), timeMs);
            }
        }
        return all.endOffset();
    }
}
