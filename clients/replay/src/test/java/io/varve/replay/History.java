/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.replay;

import io.varve.objects.MemoryObjectStore;
import io.varve.objects.format.ObjectKey;
import io.varve.objects.format.PartitionLane;
import io.varve.objects.format.SampleObject;
import java.util.UUID;

/** Objects of one topic in memory: offset n of each partition is of time {@link #START} + n. */
final class History {
    static final long START = 1_760_000_000_000L;
    static final UUID CLUSTER = SampleObject.ORIGIN.clusterId();
    static final UUID TOPIC = new UUID(7, 7);
    /** Records of a batch. */
    static final int BATCH = 5;

    private static final int BLOCK_BYTES = 1000;
    private static final int VALUE_BYTES = 100;

    final MemoryObjectStore store = new MemoryObjectStore();
    private long sequence;

    /** Writes an object with offsets {@code first} to {@code end} (multiples of {@link #BATCH}) of partitions 0 to {@code partitions} - 1. */
    String object(int partitions, long first, long end) {
        String key = ObjectKey.next(CLUSTER, ObjectKey.SHARED, 3, 1, sequence++).toString();
        SampleObject object = new SampleObject(store, key, BLOCK_BYTES);
        for (int partition = 0; partition < partitions; partition++) {
            PartitionLane lane = SampleObject.lane(7, partition);
            object.startAt(lane, first);
            for (long offset = first; offset < end; offset += BATCH) {
                object.add(lane, BATCH, VALUE_BYTES, START + offset);
            }
        }
        object.write();
        return key;
    }

    /** A replay of it. */
    Replay replay() {
        return Replay.ofObjects(store, CLUSTER, TOPIC);
    }
}
