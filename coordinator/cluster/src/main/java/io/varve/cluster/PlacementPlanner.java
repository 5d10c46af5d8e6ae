/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.cluster;

import java.util.Collection;
import java.util.Comparator;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** Decides which broker should own which shard. A pure function: the same input gives the same plan on every broker. */
final class PlacementPlanner {
    private PlacementPlanner() {}

    /**
     * Keeps what is assigned to a live broker, hands a broker that started again what it had, and gives the rest, in the order
     * of shard ids, each to the broker that has the fewest (the first by id among those). Nothing moves for balance.
     *
     * @param current what is assigned now
     * @param live brokers by id; if empty, everything stays as it is
     * @param awaited brokers that are gone, but may come back soon: what they have stays theirs
     * @param shards all shards; others are dropped from the plan
     */
    static SortedMap<Integer, Assignee> plan(
            SortedMap<Integer, Assignee> current,
            Map<String, Broker> live,
            Collection<String> awaited,
            Collection<Integer> shards) {
        SortedMap<Integer, Assignee> plan = new TreeMap<>();
        Map<Broker, Integer> load = new TreeMap<>(Comparator.comparing(Broker::brokerId));
        live.values().forEach(broker -> load.put(broker, 0));
        for (int shard : shards) {
            Assignee assignee = current.get(shard);
            Broker broker = assignee == null ? null : live.get(assignee.brokerId());
            if (broker != null) {
                plan.put(shard, broker.assignee());
                load.merge(broker, 1, Integer::sum);
            } else if (assignee != null && (live.isEmpty() || awaited.contains(assignee.brokerId()))) {
                plan.put(shard, assignee);
            }
        }
        shards.stream().sorted().filter(shard -> !plan.containsKey(shard)).forEach(shard -> load.entrySet().stream()
                // Entries come in the order of ids, and min takes the first of equals.
                .min(Map.Entry.comparingByValue())
                .ifPresent(least -> {
                    plan.put(shard, least.getKey().assignee());
                    least.setValue(least.getValue() + 1);
                }));
        return plan;
    }
}
