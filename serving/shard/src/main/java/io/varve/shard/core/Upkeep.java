/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.shard.core;

import java.time.Duration;

/**
 * How often a shard looks after itself.
 *
 * @param snapshotBytes least bytes of log between two snapshots; bounds what a successor replays
 * @param retentionInterval how often retention is applied
 */
public record Upkeep(long snapshotBytes, Duration retentionInterval) {
    /** What suits a broker with a few dozen shards. */
    public static final Upkeep DEFAULTS = new Upkeep(32L << 20, Duration.ofSeconds(30));

    public Upkeep {
        if (snapshotBytes < 1024 || retentionInterval.toMillis() < 1) {
            throw new IllegalArgumentException(
                    "snapshotBytes is at least 1024 and retentionInterval at least 1 ms, got " + snapshotBytes + " and "
                            + retentionInterval);
        }
    }
}
