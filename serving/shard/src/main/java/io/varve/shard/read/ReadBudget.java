/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.shard.read;

/**
 * Memory that one shard's reads may hold.
 *
 * @param tailBytes confirmed entries kept for readers at the tail
 * @param ledgerBytes entries read back from ledgers
 */
public record ReadBudget(long tailBytes, long ledgerBytes) {
    /** What suits a broker with a few dozen shards. */
    public static final ReadBudget DEFAULTS = new ReadBudget(32L << 20, 16L << 20);

    public ReadBudget {
        if (tailBytes < 0 || ledgerBytes < 0) {
            throw new IllegalArgumentException(
                    "tailBytes and ledgerBytes are at least 0, got " + tailBytes + " and " + ledgerBytes);
        }
    }
}
