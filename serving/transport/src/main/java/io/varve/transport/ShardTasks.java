/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.transport;

import io.varve.shard.Shard;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What the frames of one read ask of shards. Tasks gather and go to each shard's loop in one hop, in the order they were added:
 * so one connection's commands to one partition keep their order. Owned by the connection's loop.
 */
final class ShardTasks {
    private final Map<Shard, List<Runnable>> tasks = new LinkedHashMap<>();

    /** Adds a task that must not throw. */
    void add(Shard shard, Runnable task) {
        tasks.computeIfAbsent(shard, unused -> new ArrayList<>()).add(task);
    }

    /** Hands over what gathered. */
    void flush() {
        if (tasks.isEmpty()) {
            return;
        }
        tasks.forEach((shard, ofShard) -> shard.loop().execute(() -> ofShard.forEach(Runnable::run)));
        tasks.clear();
    }
}
