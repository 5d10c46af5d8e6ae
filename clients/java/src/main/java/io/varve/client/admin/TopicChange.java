/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.client.admin;

import java.time.Duration;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * What to change of a topic; the rest stays. Immutable.
 *
 * <pre>{@code
 * TopicChange.of().partitions(8).retention(Duration.ofDays(30))
 * }</pre>
 *
 * @param partitions how many it has then, at least as many as now
 * @param retentionMs as it travels: 0 = as the namespace says, -1 = for ever
 * @param retentionBytes per partition; 0 = no limit
 * @param dedupWindowMs for how long message ids are remembered; 0 = not at all
 */
public record TopicChange(
        OptionalInt partitions, OptionalLong retentionMs, OptionalLong retentionBytes, OptionalLong dedupWindowMs) {
    private static final TopicChange NONE =
            new TopicChange(OptionalInt.empty(), OptionalLong.empty(), OptionalLong.empty(), OptionalLong.empty());

    /** No change yet. */
    public static TopicChange of() {
        return NONE;
    }

    /** So many partitions. */
    public TopicChange partitions(int count) {
        return new TopicChange(OptionalInt.of(count), retentionMs, retentionBytes, dedupWindowMs);
    }

    /** Records kept so long, at least 1 ms, or {@link NewTopic#FOR_EVER}. */
    public TopicChange retention(Duration time) {
        return new TopicChange(
                partitions, OptionalLong.of(WireTopics.retentionMs(time)), retentionBytes, dedupWindowMs);
    }

    /** Records kept as the namespace says. */
    public TopicChange defaultRetention() {
        return new TopicChange(partitions, OptionalLong.of(0), retentionBytes, dedupWindowMs);
    }

    /** So many bytes kept per partition, at least 1. */
    public TopicChange retentionBytes(long bytes) {
        return new TopicChange(partitions, retentionMs, OptionalLong.of(bytes), dedupWindowMs);
    }

    /** No limit of bytes. */
    public TopicChange unlimitedBytes() {
        return new TopicChange(partitions, retentionMs, OptionalLong.of(0), dedupWindowMs);
    }

    /** Message ids remembered so long, from 1 s to 7 d. */
    public TopicChange dedupWindow(Duration time) {
        return new TopicChange(partitions, retentionMs, retentionBytes, OptionalLong.of(Math.max(1, time.toMillis())));
    }

    /** Message ids forgotten, and not looked at any more. */
    public TopicChange noDedup() {
        return new TopicChange(partitions, retentionMs, retentionBytes, OptionalLong.of(0));
    }
}
