/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.cluster;

import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** Which broker has which shards, while a plan is made. */
final class Placement {
    private final SortedMap<Integer, Assignee> assigned = new TreeMap<>();
    private final SortedMap<String, NavigableSet<Integer>> shards = new TreeMap<>();
    private final Map<String, Long> rates = new HashMap<>();
    private final ShardRates ofShards;

    /** Nobody has anything. */
    Placement(ShardRates rates) {
        this.ofShards = rates;
    }

    /** Gives a shard to a live broker, which takes it from the one that had it. */
    void give(int shard, Broker to) {
        Assignee before = assigned.put(shard, to.assignee());
        if (before != null && shardsOf(before.brokerId()).remove(shard)) {
            rates.merge(before.brokerId(), -ofShards.rate(shard), Long::sum);
        }
        shardsOf(to.brokerId()).add(shard);
        rates.merge(to.brokerId(), ofShards.rate(shard), Long::sum);
    }

    /** Leaves a shard to a process that isn't alive. */
    void leave(int shard, Assignee to) {
        assigned.put(shard, to);
    }

    /** Id of the broker that a shard is given or left to. */
    Optional<String> brokerOf(int shard) {
        return Optional.ofNullable(assigned.get(shard)).map(Assignee::brokerId);
    }

    /** Everything that was given or left, by shard. */
    SortedMap<Integer, Assignee> assigned() {
        return Collections.unmodifiableSortedMap(assigned);
    }

    int count(Broker broker) {
        return shardsOf(broker.brokerId()).size();
    }

    /** Bytes per second of the broker's shards together. */
    long rate(Broker broker) {
        return rates.getOrDefault(broker.brokerId(), 0L);
    }

    /** What the broker has. */
    SortedSet<Integer> shards(Broker broker) {
        return Collections.unmodifiableSortedSet(shardsOf(broker.brokerId()));
    }

    /**
     * The broker that should be given a shard of a pool: the one with the least load if the shard has much of it, the one with the
     * fewest shards if it has none; the first by id among equals.
     */
    Optional<Broker> taker(int shard, String pool, Collection<Broker> brokers) {
        double rate = ofShards.rate(shard);
        double perShard = ofShards.perShard(pool);
        return brokers.stream()
                .min(Comparator.<Broker>comparingDouble(
                                broker -> rate * rate(broker) + perShard * perShard * count(broker))
                        .thenComparing(Broker::brokerId));
    }

    /**
     * The one of some shards that {@code to} should get: the one farthest from its own, since the partitions of a topic lie on
     * neighbouring shards and should be on many brokers. Empty if there is none to choose from.
     */
    Optional<Integer> farthest(Broker to, Collection<Integer> among) {
        NavigableSet<Integer> own = shardsOf(to.brokerId());
        return among.stream()
                .max(Comparator.<Integer>comparingInt(shard -> distance(shard, own))
                        .thenComparing(Comparator.reverseOrder()));
    }

    private static int distance(int shard, NavigableSet<Integer> own) {
        Integer below = own.floor(shard);
        Integer above = own.ceiling(shard);
        return Math.min(
                below == null ? Integer.MAX_VALUE : shard - below, above == null ? Integer.MAX_VALUE : above - shard);
    }

    private NavigableSet<Integer> shardsOf(String brokerId) {
        return shards.computeIfAbsent(brokerId, id -> new TreeSet<>());
    }
}
