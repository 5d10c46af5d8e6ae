/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.objects.format;

import java.util.UUID;

/**
 * A run of offsets of its own: one lane of one partition. Ordered as objects are: by the unsigned bytes of the topic's id, then
 * partition, then lane.
 *
 * @param topicId the topic's id
 * @param partition from 0
 * @param lane 0 main; others for delay and priority; at most 255
 */
public record PartitionLane(UUID topicId, int partition, int lane) implements Comparable<PartitionLane> {
    public PartitionLane {
        if (partition < 0 || lane < 0 || lane > 255) {
            throw new IllegalArgumentException(
                    "partition is at least 0 and lane 0 to 255, got " + partition + " and " + lane);
        }
    }

    @Override
    public int compareTo(PartitionLane other) {
        int order = Long.compareUnsigned(topicId.getMostSignificantBits(), other.topicId.getMostSignificantBits());
        if (order == 0) {
            order = Long.compareUnsigned(topicId.getLeastSignificantBits(), other.topicId.getLeastSignificantBits());
        }
        if (order == 0) {
            order = Integer.compare(partition, other.partition);
        }
        return order != 0 ? order : Integer.compare(lane, other.lane);
    }

    @Override
    public String toString() {
        return topicId + "-" + partition + (lane == 0 ? "" : "/" + lane);
    }
}
