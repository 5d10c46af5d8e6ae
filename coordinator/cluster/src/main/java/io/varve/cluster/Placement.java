/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.cluster;

import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/** Which broker has which shards, while a plan is made. */
final class Placement {
    private final SortedMap<Integer, Assignee> assigned = new TreeMap<>();
    private final SortedMap<String, NavigableSet<Integer>> shards = new TreeMap<>();

    /** Gives a shard to a live broker, which takes it from the one that had it. */
    void give(int shard, Broker to) {
        Assignee before = assigned.put(shard, to.assignee());
        if (before != null && shards.containsKey(before.brokerId())) {
            shardsOf(before.brokerId()).remove(shard);
        }
        shardsOf(to.brokerId()).add(shard);
    }

    /** Leaves a shard to a process that isn't alive. */
    void leave(int shard, Assignee to) {
        assigned.put(shard, to);
    }

    boolean has(int shard) {
        return assigned.containsKey(shard);
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

    /** The broker with the fewest shards, the first by id among equals. */
    Optional<Broker> leastLoaded(Collection<Broker> brokers) {
        return brokers.stream().min(Comparator.comparingInt(this::count).thenComparing(Broker::brokerId));
    }

    /** The broker with the most shards, the first by id among equals. */
    Optional<Broker> mostLoaded(Collection<Broker> brokers) {
        return brokers.stream()
                .min(Comparator.comparingInt(this::count).reversed().thenComparing(Broker::brokerId));
    }

    /**
     * The shard that {@code to} should get of those of {@code from}: the one farthest from its own, since the partitions of a
     * topic lie on neighbouring shards and should be on many brokers.
     *
     * @param among only these are considered
     */
    Optional<Integer> farthest(Broker from, Broker to, Collection<Integer> among) {
        NavigableSet<Integer> own = shardsOf(to.brokerId());
        return shardsOf(from.brokerId()).stream()
                .filter(among::contains)
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
