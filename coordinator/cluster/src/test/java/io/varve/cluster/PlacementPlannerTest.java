/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.cluster;

import static io.varve.cluster.TestCluster.broker;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PlacementPlannerTest {
    private static final List<Integer> TWELVE = IntStream.range(0, 12).boxed().toList();

    private static Map<String, Broker> live(Broker... brokers) {
        return Arrays.stream(brokers).collect(Collectors.toMap(Broker::brokerId, broker -> broker));
    }

    private static SortedMap<Integer, Assignee> plan(SortedMap<Integer, Assignee> current, Map<String, Broker> live) {
        return PlacementPlanner.plan(current, live, Set.of(), TWELVE);
    }

    private static Map<Assignee, Integer> counts(SortedMap<Integer, Assignee> plan) {
        Map<Assignee, Integer> counts = new HashMap<>();
        plan.values().forEach(assignee -> counts.merge(assignee, 1, Integer::sum));
        return counts;
    }

    @Test
    void oneBrokerGetsEverything() {
        SortedMap<Integer, Assignee> plan = plan(new TreeMap<>(), live(broker("a", 1)));
        assertThat(plan.keySet()).containsExactlyElementsOf(TWELVE);
        assertThat(plan.values()).containsOnly(new Assignee("a", 1));
    }

    @Test
    void shardsAreSpreadEvenly() {
        SortedMap<Integer, Assignee> plan = plan(new TreeMap<>(), live(broker("a", 1), broker("b", 2), broker("c", 3)));
        assertThat(counts(plan).values()).containsExactly(4, 4, 4);
    }

    @Test
    void nothingMovesWhileBrokersLive() {
        SortedMap<Integer, Assignee> before = plan(new TreeMap<>(), live(broker("a", 1), broker("b", 2)));
        assertThat(plan(before, live(broker("a", 1), broker("b", 2)))).isEqualTo(before);
        assertThat(plan(before, live(broker("a", 1), broker("b", 2), broker("c", 3))))
                .isEqualTo(before);
    }

    @Test
    void shardsOfADeadBrokerGoToTheLeastLoaded() {
        SortedMap<Integer, Assignee> before =
                plan(new TreeMap<>(), live(broker("a", 1), broker("b", 2), broker("c", 3)));
        SortedMap<Integer, Assignee> after = plan(before, live(broker("a", 1), broker("c", 3)));
        assertThat(counts(after)).containsEntry(new Assignee("a", 1), 6).containsEntry(new Assignee("c", 3), 6);
        before.forEach((shard, assignee) -> {
            if (!assignee.brokerId().equals("b")) {
                assertThat(after.get(shard)).isEqualTo(assignee);
            }
        });
    }

    @Test
    void restartedBrokerKeepsItsShardsUnderTheNewIncarnation() {
        SortedMap<Integer, Assignee> before = plan(new TreeMap<>(), live(broker("a", 1), broker("b", 2)));
        SortedMap<Integer, Assignee> after = plan(before, live(broker("a", 1), broker("b", 9)));
        before.forEach((shard, assignee) -> assertThat(after.get(shard))
                .isEqualTo(assignee.brokerId().equals("b") ? new Assignee("b", 9) : assignee));
    }

    @Test
    void awaitedBrokersKeepTheirShards() {
        SortedMap<Integer, Assignee> before =
                plan(new TreeMap<>(), live(broker("a", 1), broker("b", 2), broker("c", 3)));
        assertThat(PlacementPlanner.plan(before, live(broker("a", 1)), Set.of("b", "c"), TWELVE))
                .isEqualTo(before);
    }

    @Test
    void withoutBrokersEverythingStays() {
        SortedMap<Integer, Assignee> before = plan(new TreeMap<>(), live(broker("a", 1)));
        assertThat(plan(before, Map.of())).isEqualTo(before);
        assertThat(plan(new TreeMap<>(), Map.of())).isEmpty();
    }

    @Test
    void planDoesNotDependOnTheOrderOfItsInput() {
        Map<String, Broker> forwards = new java.util.LinkedHashMap<>();
        Map<String, Broker> backwards = new java.util.LinkedHashMap<>();
        for (int i = 0; i < 5; i++) {
            forwards.put("b" + i, broker("b" + i, i + 1));
            backwards.put("b" + (4 - i), broker("b" + (4 - i), 5 - i));
        }
        List<Integer> reversed = new java.util.ArrayList<>(TWELVE);
        java.util.Collections.reverse(reversed);
        assertThat(PlacementPlanner.plan(new TreeMap<>(), backwards, Set.of(), reversed))
                .isEqualTo(plan(new TreeMap<>(), forwards));
    }
}
