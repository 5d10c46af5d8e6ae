/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.shard;

import io.varve.log.ShardLogConfig;
import io.varve.shard.read.ReadBudget;
import java.time.Duration;

/**
 * Settings of one shard.
 *
 * @param log settings of its log
 * @param reads memory of its read path
 * @param snapshotBytes least bytes of log between two snapshots; bounds what a successor replays
 * @param tieringPaused whether sealed segments stay in their ledgers
 * @param ledgerDelay how long a ledger stays after the verified copy of its segment
 * @param objectDeleteDelay how long an object stays after it was given up: replay jobs may hold its key
 * @param retentionInterval how often retention is applied
 */
public record ShardConfig(
        ShardLogConfig log,
        ReadBudget reads,
        long snapshotBytes,
        boolean tieringPaused,
        Duration ledgerDelay,
        Duration objectDeleteDelay,
        Duration retentionInterval) {
    private static final long MIB = 1024 * 1024;

    /** What suits a broker with a few dozen shards. */
    public static final ShardConfig DEFAULTS = new ShardConfig(
            ShardLogConfig.DEFAULTS,
            new ReadBudget(32 * MIB, 16 * MIB),
            32 * MIB,
            false,
            Duration.ofMinutes(10),
            Duration.ofHours(24),
            Duration.ofSeconds(30));

    public ShardConfig {
        if (snapshotBytes < 1024) {
            throw new IllegalArgumentException("snapshotBytes: " + snapshotBytes + " is less than 1024");
        }
        if (ledgerDelay.isNegative() || objectDeleteDelay.isNegative() || retentionInterval.toMillis() < 1) {
            throw new IllegalArgumentException("delays are at least 0, the retention interval at least 1 ms, got "
                    + ledgerDelay + ", " + objectDeleteDelay + ", " + retentionInterval);
        }
    }
}
