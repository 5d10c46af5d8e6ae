/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.client.consumer;

import io.varve.client.reader.StartPosition;
import io.varve.client.reader.StreamOptions;
import io.varve.client.transport.Nanos;
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
    private static final Duration SHORTEST_SESSION = Duration.ofSeconds(5);
    private static final Duration LONGEST_SESSION = Duration.ofMinutes(5);

    /** From the earliest record, 30 s of silence, 5 min between polls, no commits by themselves. */
    public static final ConsumerOptions DEFAULT = new ConsumerOptions(
            StartPosition.earliest(),
            Duration.ofSeconds(30),
            Duration.ofMinutes(5),
            Optional.empty(),
            StreamOptions.DEFAULT);

    /** Checks the ranges. */
    public ConsumerOptions {
        if (sessionTimeout.compareTo(SHORTEST_SESSION) < 0 || sessionTimeout.compareTo(LONGEST_SESSION) > 0) {
            throw new IllegalArgumentException("sessionTimeout is " + sessionTimeout + "; it goes from 5 s to 5 min");
        }
        Nanos.checked("maxPollInterval", maxPollInterval);
        autoCommit.ifPresent(interval -> Nanos.checked("autoCommit", interval));
    }
}
