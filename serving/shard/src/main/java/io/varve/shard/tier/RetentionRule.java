/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.shard.tier;

import java.util.List;

/** How much of a partition retention removes. Whole runs of batches (a segment's or an object's part) go, never single records. */
final class RetentionRule {
    private RetentionRule() {}

    /**
     * A run of a partition's offsets.
     *
     * @param endOffset exclusive
     * @param bytes of its batches
     * @param maxAppendMs latest append time: not the producers' timestamps, which may lie in any year
     */
    record Run(long endOffset, long bytes, long maxAppendMs) {}

    /**
     * The first offset that stays.
     *
     * @param runs sealed runs in offset order
     * @param logStart the present first offset
     * @param openBytes bytes behind the last run, which always stay
     * @param keepSinceMs runs whose last append was before this go; {@code Long.MIN_VALUE} keeps all
     * @param keepBytes the oldest runs go as long as this many bytes are left without them; 0 keeps all
     */
    static long newStart(List<Run> runs, long logStart, long openBytes, long keepSinceMs, long keepBytes) {
        long left = openBytes;
        for (Run run : runs) {
            left += run.bytes();
        }
        long start = logStart;
        for (Run run : runs) {
            boolean tooOld = run.maxAppendMs() < keepSinceMs;
            boolean tooMany = keepBytes > 0 && left - run.bytes() >= keepBytes;
            if (!tooOld && !tooMany) {
                break;
            }
            left -= run.bytes();
            start = Math.max(start, run.endOffset());
        }
        return start;
    }
}
