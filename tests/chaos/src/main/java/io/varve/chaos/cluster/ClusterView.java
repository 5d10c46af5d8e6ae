/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.chaos.cluster;

import io.varve.client.admin.ClusterStatus;
import io.varve.client.admin.ShardStatus;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** What the cluster says of itself at a moment. */
public record ClusterView(ClusterStatus status) {
    /** Whether everything is there and served: by how many brokers and bookies, is to be told. */
    public boolean isWhole(int brokers, int bookies) {
        return status.brokers().stream()
                                .filter(broker -> broker.address().isPresent())
                                .count()
                        == brokers
                && status.count(ShardStatus.State.SERVED) == status.shards().size()
                && writableBookies() == bookies;
    }

    /** Whether each shard is where it should be. */
    public boolean isSettled() {
        return status.isSettled();
    }

    /** Bookies that take entries; -1 while that can't be told. */
    public int writableBookies() {
        return status.bookies().map(bookies -> bookies.writable()).orElse(-1);
    }

    /** Ledgers that wait for repair; -1 while that can't be told. */
    public long underReplicated() {
        return status.bookies()
                .map(bookies -> bookies.underReplicatedLedgers().orElse(-1))
                .orElse(-1L);
    }

    /** Shards that a broker serves or opens. */
    public Set<Integer> claimedBy(String broker) {
        return status.shards().stream()
                .filter(shard -> shard.claimedBy().filter(broker::equals).isPresent())
                .map(ShardStatus::shard)
                .collect(Collectors.toSet());
    }

    /** Number of claims of each shard so far. */
    public Map<Integer, Integer> epochs() {
        return status.shards().stream().collect(Collectors.toMap(ShardStatus::shard, ShardStatus::epoch));
    }

    /** How many of these shards were claimed again since then. */
    public long claimedSince(ClusterView earlier, Set<Integer> shards) {
        Map<Integer, Integer> before = earlier.epochs();
        Map<Integer, Integer> now = epochs();
        return shards.stream()
                .filter(shard -> now.getOrDefault(shard, 0) > before.getOrDefault(shard, 0))
                .count();
    }

    /** For people. */
    public String text() {
        return status.count(ShardStatus.State.SERVED) + " of " + status.shards().size() + " shards served, "
                + status.brokers().stream()
                        .filter(broker -> broker.address().isPresent())
                        .count()
                + " brokers, " + writableBookies() + " writable bookies";
    }
}
