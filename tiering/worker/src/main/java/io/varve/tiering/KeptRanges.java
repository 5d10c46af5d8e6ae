/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.tiering;

import io.varve.objects.format.PartitionLane;

/** Which batches are still worth moving, as of the moment when tiering began. Called on the tierer's threads. */
@FunctionalInterface
public interface KeptRanges {
    /** For a lane of a deleted topic: nothing of it is kept. */
    long NOTHING = Long.MAX_VALUE;
    /** Every batch of every lane. */
    KeptRanges ALL = lane -> 0;

    /** The first offset of the lane that was not trimmed; batches that end before it are left out. */
    long firstKept(PartitionLane lane);
}
