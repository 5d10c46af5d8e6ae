/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.cluster;

/**
 * Which process is prepared to take a shard over. Written by that process only, and not deleted: it says nothing as soon as the
 * shard has another epoch.
 *
 * @param brokerId the broker
 * @param incarnation its process
 * @param epoch of the owner whose log it follows
 */
record StandbyNode(String brokerId, long incarnation, int epoch) {
    static final NodeJson<StandbyNode> JSON = new NodeJson<>(StandbyNode.class, 1);

    StandbyNode {
        if (brokerId == null || incarnation < 1) {
            throw new IllegalArgumentException(
                    "a standby needs a broker and an incarnation, got " + brokerId + " " + incarnation);
        }
    }

    /** Whether this process can take the shard over from the owner of that epoch. */
    boolean isPrepared(Assignee process, int ownersEpoch) {
        return new Assignee(brokerId, incarnation).equals(process) && epoch == ownersEpoch;
    }
}
