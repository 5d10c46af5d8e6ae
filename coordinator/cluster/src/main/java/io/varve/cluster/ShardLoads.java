/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.cluster;

import java.util.Collections;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a placement knows of the load of shards.
 *
 * @param bytesPerSecond by shard, as in {@link LoadReport}; a shard that is missing counts as the mean of the others in its pool
 * @param resting shards that were moved for balance a moment ago and should stay where they are
 */
record ShardLoads(SortedMap<Integer, Long> bytesPerSecond, Set<Integer> resting) {
    /** Nothing is known: all shards are equal. */
    static final ShardLoads NONE = new ShardLoads(Collections.emptySortedMap(), Set.of());

    ShardLoads {
        bytesPerSecond = Collections.unmodifiableSortedMap(new TreeMap<>(bytesPerSecond));
        resting = Set.copyOf(resting);
    }
}
