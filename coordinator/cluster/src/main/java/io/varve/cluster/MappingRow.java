/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.cluster;

/**
 * A run of partitions and the shards they are spread over: partition {@code p} is in
 * {@code set.shards[(base + p) mod shardCount]}. The place of a partition never changes: those added
 * later prolong the last row if it has the same rule, and get a row of their own otherwise.
 *
 * @param set the shard set; may have grown since
 * @param base a hash of the topic's id, 0 to 2^63-1, so that topics start at different shards
 * @param shardCount how many shards the set had when the row was made; the first so many count
 * @param firstPartition the first of the run
 * @param endPartition the one after its last
 */
public record MappingRow(ShardSet set, long base, int shardCount, int firstPartition, int endPartition) {
    public MappingRow {
        if (base < 0) {
            throw new IllegalArgumentException("base of a mapping row is " + base + ", allowed is 0 and above");
        }
        if (shardCount < 1 || shardCount > set.shards().size()) {
            throw new IllegalArgumentException("a mapping row counts " + shardCount + " shards, set " + set.name()
                    + " has " + set.shards().size());
        }
        if (firstPartition < 0 || endPartition <= firstPartition) {
            throw new IllegalArgumentException(
                    "a mapping row spans partitions " + firstPartition + " to " + endPartition + " (exclusive)");
        }
    }

    int shardOf(int partition) {
        // The same as (base + partition) mod shardCount without the sum's overflow.
        return set.shards().get((int) ((base % shardCount + partition) % shardCount));
    }
}
