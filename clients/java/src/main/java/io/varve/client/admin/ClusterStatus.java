/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.client.admin;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * How a cluster stands.
 *
 * @param clusterId its identity
 * @param controller id of the broker that assigns shards; empty before the first one is elected
 * @param controllerEpoch grows with each change of the controller
 * @param brokers those that are there, and those that aren't and should be
 * @param shards all shards
 * @param bookies empty if they can't be asked now
 * @param metadataLatency what one read of ZooKeeper took the broker that was asked
 * @param plannedMoves moves that have to be made. Of those that {@link Admin#planMoves} returns for balance they are the ones
 *     without which brokers differ by more than is left alone, and all of them while an order to balance is being carried out
 * @param isBalancing whether an order to balance is being carried out
 */
public record ClusterStatus(
        String clusterId,
        Optional<String> controller,
        long controllerEpoch,
        List<BrokerStatus> brokers,
        List<ShardStatus> shards,
        Optional<BookieStatus> bookies,
        Duration metadataLatency,
        int plannedMoves,
        boolean isBalancing) {

    /** Shards in this state. */
    public long count(ShardStatus.State state) {
        return shards.stream().filter(shard -> shard.state() == state).count();
    }

    /** Whether every shard is served by the broker that it is assigned to, and none has to be elsewhere. */
    public boolean isSettled() {
        return plannedMoves == 0
                && !isBalancing
                && shards.stream()
                        .allMatch(shard -> shard.state() == ShardStatus.State.SERVED
                                && shard.claimedBy().equals(shard.assignedTo()));
    }
}
