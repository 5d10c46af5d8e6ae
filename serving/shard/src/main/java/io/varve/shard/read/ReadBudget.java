/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.shard.read;

/**
 * Direct memory that the reads of all shards of a broker may hold together.
 *
 * @param tailBytes confirmed entries kept for readers at the tail
 * @param ledgerBytes entries read back from ledgers, half of it while they are being read; an entry that alone is larger than a
 *     loop's part is read all the same
 */
public record ReadBudget(long tailBytes, long ledgerBytes) {
    /** What suits a broker with a gigabyte of direct memory. */
    public static final ReadBudget DEFAULTS = new ReadBudget(192L << 20, 64L << 20);

    public ReadBudget {
        if (tailBytes < 0 || ledgerBytes < 0) {
            throw new IllegalArgumentException(
                    "tailBytes and ledgerBytes are at least 0, got " + tailBytes + " and " + ledgerBytes);
        }
    }

    /** An equal part of it for each of so many loops. */
    public ReadBudget perLoop(int loops) {
        return new ReadBudget(tailBytes / loops, ledgerBytes / loops);
    }
}
