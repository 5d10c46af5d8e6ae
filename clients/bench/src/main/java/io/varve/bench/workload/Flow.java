/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.bench.workload;

import org.jspecify.annotations.Nullable;

/**
 * Records in one direction.
 *
 * @param records that were sent and acknowledged, or received by all groups together, during the measurement
 * @param seconds from the first send to the last acknowledgement or receipt; of a drain from the first receipt
 * @param recordsPerSecond over that time
 * @param mbPerSecond the same in 10^6 bytes of values
 * @param latency in: from the intended time of sending to the acknowledgement; out: to the receipt. Null for a drain
 */
public record Flow(
        long records,
        double seconds,
        double recordsPerSecond,
        double mbPerSecond,
        @Nullable Latency latency) {
    private static final double MB = 1e6;

    /** Records, and the bytes of all their values, over some time. */
    public static Flow of(long records, long bytes, double seconds, @Nullable Latency latency) {
        return new Flow(records, seconds, records / seconds, bytes / MB / seconds, latency);
    }
}
