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
import java.util.Objects;
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

    private static PlacementInput input(
            SortedMap<Integer, Assignee> current, Map<String, Broker> live, String... draining) {
        return input(current, live, Set.of(), TWELVE, draining);
    }

    private static PlacementInput input(
            SortedMap<Integer, Assignee> current,
            Map<String, Broker> live,
            Set<String> awaited,
            List<Integer> shards,
            String... draining) {
        SortedMap<Integer, String> pools = new TreeMap<>();
        shards.forEach(shard -> pools.put(shard, ShardClass.DEFAULT_POOL));
        return new PlacementInput(pools, current, new TreeMap<>(live), awaited, List.of(draining), ShardLoads.NONE);
    }

    private static SortedMap<Integer, Assignee> plan(SortedMap<Integer, Assignee> current, Map<String, Broker> live) {
        return PlacementPlanner.assign(input(current, live));
    }

    /** What is assigned when all moves are done. */
    private static SortedMap<Integer, Assignee> moved(PlacementInput input) {
        SortedMap<Integer, Assignee> after = new TreeMap<>(PlacementPlanner.assign(input));
        PlacementPlanner.moves(input).forEach(move -> {
            assertThat(after.get(move.shard())).isEqualTo(assignee(input, move.from()));
            after.put(move.shard(), assignee(input, move.to()));
        });
        return after;
    }

    private static Assignee assignee(PlacementInput input, String brokerId) {
        return Objects.requireNonNull(input.live().get(brokerId)).assignee();
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
    void nothingIsAssignedAnewWhileBrokersLive() {
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
        assertThat(PlacementPlanner.assign(input(before, live(broker("a", 1)), Set.of("b", "c"), TWELVE)))
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
        assertThat(PlacementPlanner.assign(input(new TreeMap<>(), backwards, Set.of(), reversed)))
                .isEqualTo(plan(new TreeMap<>(), forwards));
    }

    @Test
    void aBrokerThatJoinsGetsItsShareByMoves() {
        SortedMap<Integer, Assignee> before = plan(new TreeMap<>(), live(broker("a", 1), broker("b", 2)));
        PlacementInput joined = input(before, live(broker("a", 1), broker("b", 2), broker("c", 3)));
        assertThat(counts(moved(joined)).values()).containsOnly(4);
        assertThat(PlacementPlanner.moves(joined)).hasSize(4).allSatisfy(move -> {
            assertThat(move.to()).isEqualTo("c");
            assertThat(move.reason()).isEqualTo(Move.Reason.BALANCE);
        });
        assertThat(PlacementPlanner.moves(joined).get(0).why()).isEqualTo("a has 6 shards, c has 0");
    }

    @Test
    void aBrokerThatJoinsGetsShardsThatLieFarApart() {
        SortedMap<Integer, Assignee> before = plan(new TreeMap<>(), live(broker("a", 1)));
        SortedMap<Integer, Assignee> after = moved(input(before, live(broker("a", 1), broker("b", 2))));
        List<Integer> taken = TWELVE.stream()
                .filter(shard -> new Assignee("b", 2).equals(after.get(shard)))
                .toList();
        assertThat(taken).hasSize(6);
        // A topic of four partitions is on four neighbouring shards.
        for (int first = 0; first + 4 <= 12; first++) {
            int from = first;
            assertThat(taken.stream().filter(shard -> shard >= from && shard < from + 4))
                    .hasSizeBetween(1, 3);
        }
    }

    @Test
    void aBalancedClusterHasNoMoves() {
        SortedMap<Integer, Assignee> before = plan(
                new TreeMap<>(), live(broker("a", 1), broker("b", 2), broker("c", 3), broker("d", 4), broker("e", 5)));
        PlacementInput input =
                input(before, live(broker("a", 1), broker("b", 2), broker("c", 3), broker("d", 4), broker("e", 5)));
        assertThat(PlacementPlanner.moves(input)).isEmpty();
        assertThat(PlacementPlanner.isUneven(input)).isFalse();
    }

    @Test
    void movesLeadToAPlaceWhereNothingMoves() {
        SortedMap<Integer, Assignee> before = plan(new TreeMap<>(), live(broker("a", 1), broker("b", 2)));
        Map<String, Broker> all = live(broker("a", 1), broker("b", 2), broker("c", 3));
        assertThat(PlacementPlanner.moves(input(moved(input(before, all)), all)))
                .isEmpty();
    }

    @Test
    void aShareThatIsLargerByATenthIsLeftAlone() {
        List<Integer> shards = IntStream.range(0, 64).boxed().toList();
        Map<String, Broker> all = live(broker("a", 1), broker("b", 2));
        SortedMap<Integer, Assignee> current = new TreeMap<>();
        shards.forEach(shard -> current.put(shard, new Assignee(shard < 33 ? "a" : "b", shard < 33 ? 1 : 2)));
        assertThat(PlacementPlanner.isUneven(input(current, all, Set.of(), shards)))
                .isFalse();
        assertThat(PlacementPlanner.moves(input(current, all, Set.of(), shards)))
                .hasSize(1);
        current.put(33, new Assignee("a", 1));
        assertThat(PlacementPlanner.isUneven(input(current, all, Set.of(), shards)))
                .isTrue();
    }

    @Test
    void aDrainedBrokerKeepsItsShardsUntilTheyMoveAndGetsNoOthers() {
        Map<String, Broker> all = live(broker("a", 1), broker("b", 2), broker("c", 3));
        SortedMap<Integer, Assignee> before = plan(new TreeMap<>(), all);
        PlacementInput drained = input(before, live(broker("a", 1), broker("b", 2)), "a");
        SortedMap<Integer, Assignee> assigned = PlacementPlanner.assign(drained);
        assertThat(counts(assigned)).isEqualTo(Map.of(new Assignee("a", 1), 4, new Assignee("b", 2), 8));
        assertThat(counts(moved(drained))).isEqualTo(Map.of(new Assignee("b", 2), 12));
        assertThat(PlacementPlanner.moves(drained)).hasSize(4).allSatisfy(move -> {
            assertThat(move.reason()).isEqualTo(Move.Reason.DRAIN);
            assertThat(move.why()).isEqualTo("a is being drained");
        });
    }

    @Test
    void whenAllBrokersAreDrainedTheyServeAllTheSame() {
        Map<String, Broker> all = live(broker("a", 1), broker("b", 2));
        SortedMap<Integer, Assignee> before = plan(new TreeMap<>(), all);
        assertThat(PlacementPlanner.moves(input(before, all, "a", "b"))).isEmpty();
        assertThat(counts(PlacementPlanner.assign(input(before, live(broker("a", 1)), "a"))))
                .isEqualTo(Map.of(new Assignee("a", 1), 12));
    }

    @Test
    void shardsStayInTheirPool() {
        Broker fast = new Broker("f", 9, "host-f", 7650, 7680, "fast");
        SortedMap<Integer, String> pools = new TreeMap<>();
        TWELVE.forEach(shard -> pools.put(shard, shard < 4 ? "fast" : ShardClass.DEFAULT_POOL));
        SortedMap<String, Broker> all = new TreeMap<>(live(broker("a", 1), broker("b", 2), fast));
        SortedMap<Integer, Assignee> placed = PlacementPlanner.assign(
                new PlacementInput(pools, new TreeMap<>(), all, Set.of(), Set.of(), ShardLoads.NONE));
        assertThat(counts(placed))
                .isEqualTo(Map.of(fast.assignee(), 4, new Assignee("a", 1), 4, new Assignee("b", 2), 4));

        SortedMap<String, Broker> others = new TreeMap<>(live(broker("a", 1), broker("b", 2)));
        assertThat(PlacementPlanner.assign(
                        new PlacementInput(pools, placed, others, Set.of(), Set.of(), ShardLoads.NONE)))
                .isEqualTo(placed);

        SortedMap<Integer, Assignee> strayed = new TreeMap<>(placed);
        strayed.put(0, new Assignee("a", 1));
        assertThat(PlacementPlanner.moves(new PlacementInput(pools, strayed, all, Set.of(), Set.of(), ShardLoads.NONE)))
                .containsExactly(
                        new Move(0, "a", "f", Move.Reason.POOL, "a is in pool default, the shard belongs to fast"));
    }
}
