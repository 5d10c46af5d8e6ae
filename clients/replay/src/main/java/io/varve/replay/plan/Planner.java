/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.replay.plan;

import java.util.Map;

/** Says where the records of a topic are. Calls block; for one thread. */
public interface Planner {
    /**
     * Fixes where the replay begins and ends, and says where its records are.
     *
     * @throws io.varve.protocol.error.VarveException TOPIC_NOT_FOUND, PARTITION_NOT_FOUND; OFFSET_OUT_OF_RANGE if the request's
     *     first offset isn't kept; TIME_BEFORE_HISTORY if records of its first time have been removed
     */
    ReplayPlan plan(ReplayRequest request);

    /**
     * Says anew where the rest is: objects are merged, deleted and added while a replay goes on.
     *
     * @param rest by partition
     * @throws io.varve.protocol.error.VarveException OFFSET_OUT_OF_RANGE if a first offset isn't kept any more
     */
    ReplayPlan planRest(Map<Integer, OffsetSpan> rest);
}
