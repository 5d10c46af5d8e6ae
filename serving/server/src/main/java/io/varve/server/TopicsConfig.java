/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.server;

import java.time.Duration;

/**
 * What holds for all topics.
 *
 * @param recycleAfter how long a deleted topic is kept and can be restored; 0 = not at all
 */
public record TopicsConfig(Duration recycleAfter) {
    private static final Duration MOST = Duration.ofDays(3_650);

    /** Deleted topics are kept for a week. */
    public static final TopicsConfig DEFAULTS = new TopicsConfig(Duration.ofDays(7));

    public TopicsConfig {
        if (recycleAfter.isNegative() || recycleAfter.compareTo(MOST) > 0) {
            throw new IllegalArgumentException(
                    "recycleAfter must be 0 to " + MOST.toDays() + " days, not " + recycleAfter);
        }
    }
}
