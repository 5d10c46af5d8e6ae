/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.replay.plan;

import io.varve.protocol.error.ErrorCode;
import io.varve.protocol.error.VarveException;
import java.time.Instant;

/** The refusal of a time whose records have been removed, at least some of them. */
final class History {
    private History() {}

    static VarveException refused(String topic, int partition, Instant asked, long firstOffset, Instant firstKept) {
        return new VarveException(
                ErrorCode.TIME_BEFORE_HISTORY,
                "records of " + asked + " may have been removed: the first one kept in partition " + partition
                        + " of topic " + topic + " has offset " + firstOffset + " and is of " + firstKept
                        + "; ask for a time from then on, or for the earliest");
    }
}
