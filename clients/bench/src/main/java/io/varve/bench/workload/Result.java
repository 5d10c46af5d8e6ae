/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.bench.workload;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What came of a workload: figures, or the reason why there are none. There are figures only if every record was read back
 * exactly once, in order and as it was sent.
 *
 * @param system the driver's name
 * @param settings of the client library that aren't its defaults
 * @param workload what was to be done
 * @param startedAt when, ISO-8601 in UTC
 * @param refused what was wrong; null if nothing was
 * @param figures null if refused
 * @param written what producers wrote, as the backlog of a drain; null if refused, and of a drain
 */
public record Result(
        String system,
        Map<String, String> settings,
        Workload workload,
        String startedAt,
        @Nullable String refused,
        @Nullable Figures figures,
        @Nullable Written written) {
    public Result {
        settings = Map.copyOf(settings);
        if ((refused == null) == (figures == null)) {
            throw new IllegalArgumentException("a result has either figures or a reason why there are none");
        }
    }
}
