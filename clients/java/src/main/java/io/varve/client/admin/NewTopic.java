/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.client.admin;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A topic to create. Immutable.
 *
 * <pre>{@code
 * NewTopic.of("orders", 4).retention(Duration.ofDays(30))
 * }</pre>
 *
 * @param name {@code name} or {@code tenant/namespace/name}
 * @param partitions at least 1
 * @param retention how long records are kept from their append on; empty = as the namespace says (7 days unless changed)
 * @param retentionBytes how many bytes are kept per partition; empty = no limit
 * @param dedupWindow how long a message id is remembered; empty = not at all
 */
public record NewTopic(
        String name,
        int partitions,
        Optional<Duration> retention,
        OptionalLong retentionBytes,
        Optional<Duration> dedupWindow) {
    /** Retention of a topic whose records are kept for ever. */
    public static final Duration FOR_EVER = Duration.ofMillis(Long.MAX_VALUE);

    /** A topic with the namespace's retention. */
    public static NewTopic of(String name, int partitions) {
        return new NewTopic(name, partitions, Optional.empty(), OptionalLong.empty(), Optional.empty());
    }

    /** The same with records kept so long, at least 1 ms, or {@link #FOR_EVER}. */
    public NewTopic retention(Duration time) {
        return new NewTopic(name, partitions, Optional.of(time), retentionBytes, dedupWindow);
    }

    /** The same with so many bytes kept per partition, at least 1. */
    public NewTopic retentionBytes(long bytes) {
        return new NewTopic(name, partitions, retention, OptionalLong.of(bytes), dedupWindow);
    }

    /** The same with records of the same message id stored once in such a time, from 1 s to 7 d. */
    public NewTopic dedupWindow(Duration time) {
        return new NewTopic(name, partitions, retention, retentionBytes, Optional.of(time));
    }
}
