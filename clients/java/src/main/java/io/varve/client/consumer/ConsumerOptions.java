/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.client.consumer;

import io.varve.client.reader.StartPosition;
import io.varve.client.reader.StreamOptions;
import java.time.Duration;
import java.util.Optional;

/**
 * How a consumer works.
 *
 * @param initialPosition where a partition starts that the group has committed nothing for
 * @param sessionTimeout after so long without a sign of life the group gives the member's partitions to others; 5 s to 5 min
 * @param maxPollInterval after so long without a poll the member leaves, until the next poll
 * @param autoCommit how often positions are committed by themselves; empty = never
 * @param stream how partitions are read
 */
public record ConsumerOptions(
        StartPosition initialPosition,
        Duration sessionTimeout,
        Duration maxPollInterval,
        Optional<Duration> autoCommit,
        StreamOptions stream) {
    /** From the earliest record, 30 s of silence, 5 min between polls, no commits by themselves. */
    public static final ConsumerOptions DEFAULT = new ConsumerOptions(
            StartPosition.earliest(),
            Duration.ofSeconds(30),
            Duration.ofMinutes(5),
            Optional.empty(),
            StreamOptions.DEFAULT);

    private static final long MIN_SESSION_MILLIS = 5_000;
    private static final long MAX_SESSION_MILLIS = 300_000;

    /** Checks the ranges. */
    public ConsumerOptions {
        long session = sessionTimeout.toMillis();
        if (session < MIN_SESSION_MILLIS || session > MAX_SESSION_MILLIS) {
            throw new IllegalArgumentException("sessionTimeout is " + sessionTimeout + "; it goes from 5 s to 5 min");
        }
        if (maxPollInterval.toMillis() < 1
                || autoCommit.filter(interval -> interval.toMillis() < 1).isPresent()) {
            throw new IllegalArgumentException(
                    "maxPollInterval " + maxPollInterval + " and autoCommit " + autoCommit + " must be at least 1 ms");
        }
    }
}
