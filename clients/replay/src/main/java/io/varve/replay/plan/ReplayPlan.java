/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.replay.plan;

import java.util.List;
import java.util.UUID;

/**
 * Where the records of a replay are, as far as they were there when it was planned.
 *
 * @param topic as the request names it
 * @param topicId the topic's id; one that is created again under the name has another
 * @param objectStore where the objects are, as the brokers were told; empty if nobody said
 * @param partitions those to replay, in order
 */
public record ReplayPlan(String topic, UUID topicId, String objectStore, List<PartitionPlan> partitions) {
    public ReplayPlan {
        partitions = List.copyOf(partitions);
    }

    /** Offsets from first to end, all partitions together. */
    public long offsets() {
        return partitions.stream()
                .mapToLong(partition -> partition.endOffset() - partition.firstOffset())
                .sum();
    }

    /** Those of {@link #offsets} that are in objects. */
    public long offsetsInObjects() {
        return partitions.stream()
                .mapToLong(partition -> partition.tailOffset() - partition.firstOffset())
                .sum();
    }
}
