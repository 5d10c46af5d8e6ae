/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.replay.plan;

import io.varve.client.VarveClient;
import io.varve.client.admin.Admin;
import io.varve.client.admin.PartitionDescription;
import io.varve.client.admin.TopicDescription;
import io.varve.client.reader.StartPosition;
import io.varve.protocol.error.ErrorCode;
import io.varve.protocol.error.VarveException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Asks the brokers. */
public final class BrokerPlanner implements Planner {
    private static final long PRESENT_END = -1;

    private final Admin admin;
    private final String topic;
    private final RecordTimes times;
    private @Nullable UUID topicId;

    /** For one topic; borrows the client. */
    public BrokerPlanner(VarveClient client, String topic) {
        this.admin = client.admin();
        this.topic = topic;
        this.times = new RecordTimes(client, topic);
    }

    @Override
    public ReplayPlan plan(ReplayRequest request) {
        TopicDescription description = admin.describeTopic(topic);
        topicId = description.summary().id();
        int count = description.partitions().size();
        Map<Integer, OffsetSpan> spans = new TreeMap<>();
        for (int number : request.chosen(count)) {
            if (number < 0 || number >= count) {
                throw new VarveException(
                        ErrorCode.PARTITION_NOT_FOUND,
                        "topic " + topic + " has partitions 0 to " + (count - 1) + ", not " + number);
            }
            PartitionDescription partition = description.partitions().get(number);
            long first = first(partition, request.from());
            spans.put(number, new OffsetSpan(first, Math.max(first, end(partition, request.to()))));
        }
        return planRest(spans);
    }

    @Override
    public ReplayPlan planRest(Map<Integer, OffsetSpan> rest) {
        UUID id = topicId;
        if (id == null) {
            id = admin.describeTopic(topic).summary().id();
            topicId = id;
        }
        String objectStore = "";
        List<PartitionPlan> partitions = new ArrayList<>();
        for (var entry : rest.entrySet()) {
            OffsetSpan span = entry.getValue();
            long end = span.endOffset() == OffsetSpan.NO_END ? PRESENT_END : span.endOffset();
            var told = admin.planReplay(topic, entry.getKey(), span.firstOffset(), end);
            if (told.firstOffset() > span.firstOffset()) {
                throw new VarveException(
                        ErrorCode.OFFSET_OUT_OF_RANGE,
                        "partition " + entry.getKey() + " of topic " + topic + " begins at offset " + told.firstOffset()
                                + " now; the replay needs it from " + span.firstOffset());
            }
            objectStore = told.objectStore();
            partitions.add(new PartitionPlan(
                    entry.getKey(), span.firstOffset(), span.endOffset(), ranges(told.ranges(), span)));
        }
        return new ReplayPlan(topic, id, objectStore, partitions);
    }

    /** Those that join up, from the first offset on; for the rest the broker is asked, who knows how to read it. */
    private static List<ObjectRange> ranges(List<io.varve.client.admin.ReplayPlan.Range> told, OffsetSpan span) {
        List<ObjectRange> ranges = new ArrayList<>();
        long next = span.firstOffset();
        for (var range : told) {
            long end = Math.min(range.endOffset(), span.endOffset());
            if (range.firstOffset() > next) {
                break;
            }
            if (end > next) {
                ranges.add(new ObjectRange(range.objectKey(), next, end));
                next = end;
            }
        }
        return ranges;
    }

    private long first(PartitionDescription partition, StartPosition from) {
        if (from instanceof StartPosition.AtOffset at) {
            if (at.offset() < partition.firstOffset() || at.offset() > partition.nextOffset()) {
                throw new VarveException(
                        ErrorCode.OFFSET_OUT_OF_RANGE,
                        "offset " + at.offset() + " is not in partition " + partition.partition() + " of topic " + topic
                                + ", which goes from " + partition.firstOffset() + " to " + partition.nextOffset());
            }
            return at.offset();
        }
        if (from instanceof StartPosition.AtTime at) {
            checkKept(partition, at.time());
            return times.firstAt(partition.partition(), at.time());
        }
        return from instanceof StartPosition.Latest ? partition.nextOffset() : partition.firstOffset();
    }

    private long end(PartitionDescription partition, StartPosition to) {
        if (to instanceof StartPosition.AtOffset at) {
            return Math.min(at.offset(), partition.nextOffset());
        }
        if (to instanceof StartPosition.AtTime at) {
            return Math.min(times.firstAt(partition.partition(), at.time()), partition.nextOffset());
        }
        return to instanceof StartPosition.Earliest ? partition.firstOffset() : partition.nextOffset();
    }

    /** A partition that still has its very first record misses nothing, whatever the time. */
    private void checkKept(PartitionDescription partition, Instant time) {
        if (partition.firstOffset() == 0) {
            return;
        }
        Optional<Instant> firstKept = partition.firstOffset() < partition.nextOffset()
                ? Optional.of(times.timeOf(partition.partition(), partition.firstOffset()))
                : partition.lastAppend();
        if (firstKept.isPresent() && time.isBefore(firstKept.get())) {
            throw History.refused(topic, partition.partition(), time, partition.firstOffset(), firstKept.get());
        }
    }
}
