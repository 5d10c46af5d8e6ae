/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.replay.plan;

import java.util.List;

/**
 * Where the records of one partition are.
 *
 * @param partition from 0
 * @param firstOffset of the replay
 * @param endOffset exclusive
 * @param ranges those in objects, in offset order, without holes, from {@code firstOffset} on; the broker has the rest
 */
public record PartitionPlan(int partition, long firstOffset, long endOffset, List<ObjectRange> ranges) {
    public PartitionPlan {
        ranges = List.copyOf(ranges);
        long next = firstOffset;
        for (ObjectRange range : ranges) {
            if (range.firstOffset() != next || range.endOffset() <= next || range.endOffset() > endOffset) {
                throw new IllegalArgumentException(
                        "range " + range + " can't follow offset " + next + " of a plan up to " + endOffset);
            }
            next = range.endOffset();
        }
    }

    /** Where the part begins that no object has; {@link #endOffset} if there is none. */
    public long tailOffset() {
        return ranges.isEmpty() ? firstOffset : ranges.get(ranges.size() - 1).endOffset();
    }
}
