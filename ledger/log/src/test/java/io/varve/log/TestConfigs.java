/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.log;

import java.time.Duration;

/** Settings that make rare things happen soon. */
final class TestConfigs {
    private TestConfigs() {}

    /** Rolls by size, as often as it can. */
    static ShardLogConfig rollingAt(long bytes) {
        return rollingAt(bytes, ShardLogConfig.DEFAULTS.entryTargetBytes());
    }

    /** The same with other entries; their limit is twice their target. */
    static ShardLogConfig rollingAt(long bytes, int entryTargetBytes) {
        ShardLogConfig d = ShardLogConfig.DEFAULTS;
        return new ShardLogConfig(
                entryTargetBytes,
                2 * entryTargetBytes,
                d.minInFlight(),
                d.maxInFlight(),
                d.pendingBytes(),
                d.pendingDeadline(),
                d.retryDelay(),
                bytes,
                d.rollMaxBytes(),
                Duration.ofMillis(1),
                d.rollAge(),
                d.rollAgeBytes(),
                d.sealAge(),
                d.quorumRetry(),
                64 * 1024,
                2,
                d.ownerCheck(),
                d.ownerTrust(),
                d.pauseLimit(),
                d.recoveredDeleteDelay());
    }
}
