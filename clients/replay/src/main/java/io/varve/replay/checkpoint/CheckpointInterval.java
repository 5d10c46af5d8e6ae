/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.replay.checkpoint;

import java.time.Duration;

/**
 * How often a replay writes a checkpoint: what is done again after it was killed, at most.
 *
 * @param bytes after so many bytes of records
 * @param time or after this time, if anything was replayed
 */
public record CheckpointInterval(long bytes, Duration time) {
    /** A checkpoint flushes the output to its disk: seldom enough not to be felt. */
    public static final CheckpointInterval DEFAULT = new CheckpointInterval(256L << 20, Duration.ofSeconds(5));

    public CheckpointInterval {
        if (bytes < 1 || time.isNegative()) {
            throw new IllegalArgumentException(
                    "a checkpoint interval is at least 1 byte and 0 s, got " + bytes + " and " + time);
        }
    }
}
