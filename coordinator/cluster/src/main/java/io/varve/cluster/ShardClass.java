/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.cluster;

/**
 * What the shards of a set have in common: who may own them and how many bookies hold their ledgers.
 *
 * @param pool name of the group of brokers that may own them
 * @param ensemble bookies of a ledger
 * @param writeQuorum copies of each entry, at most {@code ensemble}
 * @param ackQuorum copies on disk before an answer, at most {@code writeQuorum}
 */
public record ShardClass(String pool, int ensemble, int writeQuorum, int ackQuorum) {
    /** The pool of brokers that weren't put into another one. */
    public static final String DEFAULT_POOL = "default";

    public ShardClass {
        if (ackQuorum < 1 || ackQuorum > writeQuorum || writeQuorum > ensemble) {
            throw new IllegalArgumentException("a shard class needs 1 <= ack <= write <= ensemble, got ensemble "
                    + ensemble + ", write " + writeQuorum + ", ack " + ackQuorum);
        }
        if (pool.isEmpty()) {
            throw new IllegalArgumentException("a shard class needs a pool");
        }
    }
}
