/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.cluster;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.LongSummaryStatistics;
import java.util.Map;
import java.util.Objects;

/**
 * What passes through each shard, as far as a plan is concerned: where nothing is known, the mean of the shard's pool; and nothing
 * at all in a pool that is idle, so that its shards are equal.
 */
final class ShardRates {
    /** Bytes per second that aren't worth a move. */
    static final long IDLE = 1L << 20;

    private final Map<Integer, String> poolOf;
    private final Map<Integer, Long> rates = new HashMap<>();
    private final Map<String, Pool> pools = new HashMap<>();

    private record Pool(boolean isIdle, double perShard) {}

    ShardRates(PlacementInput input) {
        poolOf = input.pools();
        Map<String, List<Integer>> shards = new HashMap<>();
        poolOf.forEach((shard, pool) ->
                shards.computeIfAbsent(pool, name -> new ArrayList<>()).add(shard));
        shards.forEach((pool, ofPool) -> add(pool, ofPool, input.loads().bytesPerSecond()));
    }

    private void add(String pool, List<Integer> shards, Map<Integer, Long> known) {
        LongSummaryStatistics stated = shards.stream()
                .filter(known::containsKey)
                .mapToLong(shard -> known.getOrDefault(shard, 0L))
                .summaryStatistics();
        long mean = stated.getCount() == 0 ? 0 : stated.getSum() / stated.getCount();
        boolean isIdle = mean * shards.size() < IDLE;
        for (int shard : shards) {
            rates.put(shard, isIdle ? 0L : known.getOrDefault(shard, mean));
        }
        pools.put(pool, new Pool(isIdle, Math.max((double) IDLE, isIdle ? 0 : mean / 2.0)));
    }

    /** Bytes per second of a shard. */
    long rate(int shard) {
        return rates.getOrDefault(shard, 0L);
    }

    /** Whether the shard belongs to the pool. */
    boolean isOf(int shard, String pool) {
        return pool.equals(poolOf.get(shard));
    }

    /** Whether so little passes through the pool that only the number of shards counts. */
    boolean isIdle(String pool) {
        return pool(pool).isIdle;
    }

    /** What one shard more or less is worth, in bytes per second: half of what a shard of the pool has, and at least {@link #IDLE}. */
    double perShard(String pool) {
        return pool(pool).perShard;
    }

    private Pool pool(String pool) {
        return Objects.requireNonNull(pools.get(pool), pool);
    }
}
