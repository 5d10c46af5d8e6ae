/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.cluster;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What passes through the shards of a broker, as it said last.
 *
 * @param incarnation the process that measured it
 * @param bytesPerSecond by shard: bytes of batches that were appended and of batches that went out to readers, per second,
 *     smoothed over a minute and rounded to two digits. A shard that has just come is missing until it was measured; one that
 *     has left stays for a while, until its next owner has measured it. At most {@link #MOST_SHARDS}, those with the highest rates
 */
record LoadReport(long incarnation, SortedMap<Integer, Long> bytesPerSecond) {
    static final NodeJson<LoadReport> JSON = new NodeJson<>(LoadReport.class, 1);

    /** Keeps the node below 32 KB. */
    static final int MOST_SHARDS = 1024;

    /** Less is never news: a quarter of what isn't worth a move. */
    private static final long LEAST_CHANGE = ShardRates.IDLE / 4;

    LoadReport {
        if (incarnation < 1 || bytesPerSecond == null) {
            throw new IllegalArgumentException("a load report needs incarnation >= 1 and bytesPerSecond");
        }
        if (bytesPerSecond.size() > MOST_SHARDS) {
            throw new IllegalArgumentException(
                    "a load report has " + bytesPerSecond.size() + " shards, allowed are " + MOST_SHARDS + " at most");
        }
        bytesPerSecond.forEach((shard, rate) -> {
            if (shard < 0 || rate < 0) {
                throw new IllegalArgumentException(
                        "a load report says " + rate + " bytes/s of shard " + shard + ", allowed is 0 and above");
            }
        });
        bytesPerSecond = Collections.unmodifiableSortedMap(new TreeMap<>(bytesPerSecond));
    }

    /**
     * Whether this is worth a write after that: other shards, a shard that changed by more than a quarter of the busiest one, or
     * a sum that changed by more than an eighth, as when many shards change a little.
     */
    boolean isNewsAfter(LoadReport before) {
        if (!bytesPerSecond.keySet().equals(before.bytesPerSecond.keySet())) {
            return true;
        }
        long ofSum = Math.max(LEAST_CHANGE, Math.max(sum(), before.sum()) / 8);
        long ofShard = Math.max(LEAST_CHANGE, Math.max(busiest(), before.busiest()) / 4);
        return Math.abs(sum() - before.sum()) > ofSum
                || bytesPerSecond.keySet().stream()
                        .anyMatch(shard -> Math.abs(rate(shard) - before.rate(shard)) > ofShard);
    }

    private long rate(int shard) {
        return bytesPerSecond.getOrDefault(shard, 0L);
    }

    private long sum() {
        return bytesPerSecond.values().stream().mapToLong(Long::longValue).sum();
    }

    private long busiest() {
        return bytesPerSecond.values().stream().mapToLong(Long::longValue).max().orElse(0);
    }
}
