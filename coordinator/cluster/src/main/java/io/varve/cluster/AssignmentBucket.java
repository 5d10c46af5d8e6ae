/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.cluster;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Who should own each of 64 neighbouring shards. Written only by the controller; a bucket's node carries the epoch of the
 * controller that wrote it last.
 *
 * @param controllerEpoch epoch of the writer
 * @param shards assignee by shard; a shard that is missing is assigned to nobody
 * @param standbys by shard the process that it is about to be assigned to, and that should prepare for it; most have none, and
 *     older brokers write none
 */
record AssignmentBucket(
        long controllerEpoch, SortedMap<Integer, Assignee> shards, SortedMap<Integer, Assignee> standbys) {
    static final NodeJson<AssignmentBucket> JSON = new NodeJson<>(AssignmentBucket.class, 1);
    static final int SHARDS = 64;

    AssignmentBucket {
        if (controllerEpoch < 1 || shards == null) {
            throw new IllegalArgumentException("an assignment bucket needs controllerEpoch >= 1 and shards");
        }
        shards = Collections.unmodifiableSortedMap(new TreeMap<>(shards));
        standbys = orEmpty(standbys);
    }

    private static SortedMap<Integer, Assignee> orEmpty(@Nullable SortedMap<Integer, Assignee> standbys) {
        return standbys == null
                ? Collections.emptySortedMap()
                : Collections.unmodifiableSortedMap(new TreeMap<>(standbys));
    }

    static int of(int shard) {
        return shard / SHARDS;
    }
}
