/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.http.poll;

import io.varve.client.record.ReceivedRecord;
import io.varve.client.record.TopicPartition;
import io.varve.protocol.error.ErrorCode;
import io.varve.protocol.error.VarveException;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What a member's callers were given and have not committed. Guarded by its owner. */
final class Deliveries {
    /** The first offset that was given and not committed. */
    private final Map<TopicPartition, Long> from = new HashMap<>();
    /** One above the last that was given. */
    private final Map<TopicPartition, Long> upTo = new HashMap<>();

    void gave(List<ReceivedRecord<byte[]>> records) {
        for (ReceivedRecord<byte[]> record : records) {
            from.putIfAbsent(record.source(), record.offset());
            upTo.merge(record.source(), record.offset() + 1, Math::max);
        }
    }

    /** Where each partition begins that has something not committed. */
    Map<TopicPartition, Long> uncommitted() {
        return Map.copyOf(from);
    }

    /** The partitions are somebody else's. */
    void forget(Collection<TopicPartition> partitions) {
        from.keySet().removeAll(partitions);
        upTo.keySet().removeAll(partitions);
    }

    /**
     * Whether these offsets may be committed: not beyond what was given, not back.
     *
     * @throws VarveException INVALID_COMMIT
     */
    void check(Map<TopicPartition, Long> offsets) {
        new TreeMap<>(offsets).forEach((partition, offset) -> {
            Long end = upTo.get(partition);
            if (end == null) {
                throw new VarveException(
                        ErrorCode.INVALID_COMMIT,
                        "commit of offset " + offset + " for partition " + partition
                                + ", of which this member was given nothing");
            }
            if (offset > end) {
                throw new VarveException(
                        ErrorCode.INVALID_COMMIT,
                        "commit of offset " + offset + " for partition " + partition
                                + " is beyond what was delivered, which ends at " + end);
            }
            long committed = from.getOrDefault(partition, end);
            if (offset < committed) {
                throw new VarveException(
                        ErrorCode.INVALID_COMMIT,
                        "commit of offset " + offset + " for partition " + partition + " is below " + committed
                                + ", which is committed");
            }
        });
    }

    void committed(Map<TopicPartition, Long> offsets) {
        offsets.forEach((partition, offset) -> {
            Long end = upTo.get(partition);
            if (end == null || offset >= end) {
                from.remove(partition);
            } else {
                from.computeIfPresent(partition, (same, first) -> Math.max(first, offset));
            }
        });
    }
}
