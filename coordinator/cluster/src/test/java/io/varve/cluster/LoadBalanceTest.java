/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.cluster;

import static io.varve.cluster.TestCluster.broker;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.IntToDoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What the planner makes of the load of shards; that of numbers is in {@link PlacementPlannerTest}. */
class LoadBalanceTest {
    private static final long MB = 1_000_000;
    private static final int SEEDS = 10;

    /** How shards share the traffic. */
    private enum Shape {
        EVEN,
        EXPONENTIAL,
        FEW,
        ONE;

        private Map<Integer, Long> rates(int shards, Random random) {
            List<Integer> busy =
                    new ArrayList<>(IntStream.range(0, shards).boxed().toList());
            Collections.shuffle(busy, random);
            IntToDoubleFunction megabytes =
                    switch (this) {
                        case EVEN -> shard -> 5;
                        case EXPONENTIAL -> shard -> -5 * Math.log(1 - random.nextDouble());
                        case FEW -> shard -> busy.indexOf(shard) < 6 ? 20 : 0;
                        case ONE -> shard -> busy.indexOf(shard) < 1 ? 200 : 0.02;
                    };
            return IntStream.range(0, shards).boxed().collect(Collectors.toMap(shard -> shard, shard ->
                    (long) (megabytes.applyAsDouble(shard) * MB)));
        }
    }

    /** Shards, what passes through them, and who has them. */
    private static final class World {
        final SortedMap<String, Broker> live = new TreeMap<>();
        final SortedMap<Integer, String> pools = new TreeMap<>();
        final SortedMap<Integer, Assignee> assigned = new TreeMap<>();
        final SortedMap<Integer, Long> rates = new TreeMap<>();
        final Set<Integer> resting = new TreeSet<>();
        final Set<String> draining = new TreeSet<>();

        World(String... brokers) {
            for (String id : brokers) {
                live.put(id, broker(id, 1));
            }
        }

        /** More shards of a broker. */
        World give(String broker, long... bytesPerSecond) {
            for (long rate : bytesPerSecond) {
                int shard = pools.size();
                pools.put(shard, ShardClass.DEFAULT_POOL);
                assigned.put(shard, new Assignee(broker, 1));
                rates.put(shard, rate);
            }
            return this;
        }

        PlacementInput input() {
            return input(rates);
        }

        PlacementInput input(SortedMap<Integer, Long> known) {
            return new PlacementInput(
                    pools, new TreeMap<>(assigned), live, Set.of(), draining, new ShardLoads(known, resting));
        }

        World moved() {
            PlacementPlanner.moves(input()).forEach(this::make);
            return this;
        }

        void make(Move move) {
            Broker to = Objects.requireNonNull(live.get(move.to()));
            assertThat(assigned.put(move.shard(), to.assignee())).isEqualTo(new Assignee(move.from(), 1));
        }

        long rate(String broker) {
            return assigned.entrySet().stream()
                    .filter(shard -> shard.getValue().brokerId().equals(broker))
                    .mapToLong(shard -> rates.getOrDefault(shard.getKey(), 0L))
                    .sum();
        }

        long count(String broker) {
            return assigned.values().stream()
                    .filter(owner -> owner.brokerId().equals(broker))
                    .count();
        }

        long mostRate() {
            return live.keySet().stream().mapToLong(this::rate).max().orElseThrow();
        }

        long leastRate() {
            return live.keySet().stream().mapToLong(this::rate).min().orElseThrow();
        }

        double meanRate() {
            return live.keySet().stream().mapToLong(this::rate).average().orElseThrow();
        }
    }

    private static long[] each(int count, long rate) {
        return IntStream.range(0, count).mapToLong(shard -> rate).toArray();
    }

    @Test
    void busyShardsAreSpreadAndIdleOnesToo() {
        World world = new World("a", "b").give("a", each(4, 10 * MB)).give("b", each(4, 0));
        assertThat(PlacementPlanner.isUneven(world.input())).isTrue();
        world.moved();
        assertThat(world.rate("a")).isEqualTo(20 * MB);
        assertThat(world.rate("b")).isEqualTo(20 * MB);
        assertThat(world.count("a")).isEqualTo(4);
        assertThat(PlacementPlanner.moves(world.input())).isEmpty();
        assertThat(PlacementPlanner.isUneven(world.input())).isFalse();
    }

    @Test
    void aMoveSaysWhatTheBrokersAndTheShardHave() {
        World world = new World("a", "b").give("a", 9_800_000, 31_400_000).give("b", 18_800_000, 0);
        Move first = PlacementPlanner.moves(world.input()).get(0);
        assertThat(first)
                .isEqualTo(new Move(
                        0, "a", "b", Move.Reason.BALANCE, "a has 41.2 of 60.0 MB/s, b has 18.8; shard 0 has 9.8"));
    }

    @Test
    void aShardThatIsMostOfABrokersLoadStays() {
        World world = new World("a", "b", "c")
                .give("a", 200 * MB, 0, 0, 0)
                .give("b", each(4, MB))
                .give("c", each(4, MB));
        assertThat(PlacementPlanner.moves(world.input())).isEmpty();
        assertThat(PlacementPlanner.isUneven(world.input())).isFalse();
    }

    @Test
    void besidesABrokerThatCannotBeHelpedOthersAreBalanced() {
        World world = new World("a", "b", "c")
                .give("a", 200 * MB, 0, 0, 0, 0, 0)
                .give("b", each(6, 20 * MB))
                .give("c", each(6, 0));
        world.moved();
        assertThat(world.rate("a")).isEqualTo(200 * MB);
        assertThat(world.rate("b")).isEqualTo(60 * MB);
        assertThat(world.rate("c")).isEqualTo(60 * MB);
    }

    @Test
    void aPoolThroughWhichLittlePassesIsBalancedByNumber() {
        World world = new World("a", "b").give("a", 900_000, 100_000).give("b", each(2, 0));
        assertThat(PlacementPlanner.moves(world.input())).isEmpty();
        World uneven = new World("a", "b").give("a", 900_000, 0, 0, 0);
        assertThat(PlacementPlanner.moves(uneven.input()))
                .extracting(Move::why)
                .containsExactly("a has 4 shards, b has 0", "a has 3 shards, b has 1");
    }

    @Test
    void aGapBelowTheFloorIsNoReason() {
        World world = new World("a", "b").give("a", each(2, 600_000)).give("b", each(2, 100_000));
        assertThat(PlacementPlanner.moves(world.input())).isEmpty();
    }

    @Test
    void itTakesALargerGapToBeginThanToGoOn() {
        World world = new World("a", "b").give("a", each(12, 5 * MB)).give("b", each(9, 5 * MB));
        for (int shard = 18; shard < 21; shard++) {
            world.rates.put(shard, 0L);
        }
        assertThat(world.rate("a")).isEqualTo(60 * MB);
        assertThat(world.rate("b")).isEqualTo(30 * MB);
        assertThat(PlacementPlanner.isUneven(world.input())).isTrue();
        world.make(PlacementPlanner.moves(world.input()).get(0));
        world.make(PlacementPlanner.moves(world.input()).get(0));
        assertThat(PlacementPlanner.isUneven(world.input())).isFalse();
        assertThat(PlacementPlanner.movesUnasked(world.input())).isEmpty();
        assertThat(PlacementPlanner.moves(world.input())).isNotEmpty();
    }

    @Test
    void shardsOfWhichNothingIsKnownCountAsTheMean() {
        World world = new World("a", "b").give("a", each(8, 5 * MB)).give("b", each(8, 5 * MB));
        for (int shard = 8; shard < 16; shard++) {
            world.rates.remove(shard);
        }
        assertThat(PlacementPlanner.moves(world.input())).isEmpty();
        assertThat(PlacementPlanner.isUneven(world.input())).isFalse();
    }

    @Test
    void withoutAnyReportTheNumberCounts() {
        World world = new World("a", "b").give("a", each(8, 5 * MB));
        world.rates.clear();
        assertThat(PlacementPlanner.moves(world.input())).hasSize(4);
        assertThat(world.moved().count("b")).isEqualTo(4);
    }

    @Test
    void aShardThatRestsStays() {
        World world = new World("a", "b").give("a", each(4, 10 * MB)).give("b", each(4, 0));
        world.resting.addAll(List.of(0, 1));
        assertThat(PlacementPlanner.moves(world.input()))
                .extracting(Move::shard)
                .doesNotContain(0, 1)
                .contains(2, 3);
        world.draining.add("a");
        assertThat(PlacementPlanner.moves(world.input()))
                .as("a broker that is drained has to give everything")
                .extracting(Move::shard)
                .containsExactlyInAnyOrder(0, 1, 2, 3);
    }

    @Test
    void busyShardsOfADeadBrokerAreGivenToBrokersWithLittleLoad() {
        World world = new World("a", "b", "c")
                .give("a", 30 * MB, 0, 0)
                .give("b", 0, 0, 0)
                .give("c", 20 * MB, 30 * MB, 0);
        world.live.remove("c");
        SortedMap<Integer, Assignee> placed = PlacementPlanner.assign(world.input());
        world.assigned.putAll(placed);
        assertThat(world.rate("a")).isBetween(30 * MB, 50 * MB);
        assertThat(world.rate("b")).isBetween(30 * MB, 50 * MB);
        assertThat(world.count("a") - world.count("b")).isBetween(-2L, 2L);
    }

    @Test
    void poolsAreBalancedEachByItself() {
        World world = new World("a", "b").give("a", each(4, 10 * MB)).give("b", each(4, 10 * MB));
        world.live.put("f", new Broker("f", 1, "host-f", 7650, 7680, "fast"));
        world.live.put("g", new Broker("g", 1, "host-g", 7650, 7680, "fast"));
        for (int i = 0; i < 4; i++) {
            world.give("f", 50 * MB);
            world.pools.put(world.pools.lastKey(), "fast");
        }
        world.moved();
        assertThat(world.count("a")).isEqualTo(4);
        assertThat(world.count("b")).isEqualTo(4);
        assertThat(world.count("f")).isEqualTo(2);
        assertThat(world.count("g")).isEqualTo(2);
    }

    private static Stream<Arguments> shapes() {
        return Stream.of(Shape.values())
                .flatMap(shape -> IntStream.range(0, SEEDS).mapToObj(seed -> Arguments.of(shape, seed)));
    }

    private static World random(Shape shape, int seed, Random random) {
        int brokers = 2 + seed % 4;
        String[] ids =
                IntStream.range(0, brokers).mapToObj(broker -> "b" + broker).toArray(String[]::new);
        int shards = brokers * (4 + random.nextInt(12));
        Map<Integer, Long> rates = shape.rates(shards, random);
        World world = new World(ids);
        for (int shard = 0; shard < shards; shard++) {
            // The first one has about half of all.
            world.give(ids[Math.max(0, random.nextInt(2 * brokers) - brokers)], rates.getOrDefault(shard, 0L));
        }
        return world;
    }

    @ParameterizedTest
    @MethodSource("shapes")
    void aPlanLeadsToAPlaceWhereNothingMoves(Shape shape, int seed) {
        World world = random(shape, seed, new Random(seed));
        List<Move> plan = PlacementPlanner.moves(world.input());
        assertThat(plan).extracting(Move::shard).doesNotHaveDuplicates();
        long before = world.mostRate();
        plan.forEach(world::make);
        assertThat(world.mostRate()).isLessThanOrEqualTo(before + ShardRates.IDLE);
        for (int again = 0; again < 3; again++) {
            world.moved();
        }
        assertThat(PlacementPlanner.moves(world.input())).isEmpty();
        long busiest =
                world.rates.values().stream().mapToLong(Long::longValue).max().orElseThrow();
        assertThat(world.mostRate() - world.leastRate())
                .as("what a shard more or less makes, at most")
                .isLessThanOrEqualTo((long) Math.max(1.5 * busiest, 0.1 * world.meanRate()) + ShardRates.IDLE);
    }

    /** As the controller makes moves: a few at a time, when it was uneven twice, and no shard twice in ten rounds. */
    @ParameterizedTest
    @MethodSource("shapes")
    void ratesThatAreOffByFifteenPercentMakeNoShardWander(Shape shape, int seed) {
        Random random = new Random(seed);
        World world = random(shape, seed, random);
        Map<Integer, Integer> movedAt = new HashMap<>();
        Set<List<Object>> left = new HashSet<>();
        int late = 0;
        int backwards = 0;
        boolean wasUneven = false;
        for (int round = 0; round < 100; round++) {
            SortedMap<Integer, Long> known = new TreeMap<>();
            world.rates.forEach((shard, rate) -> known.put(shard, (long) (rate * (0.85 + 0.3 * random.nextDouble()))));
            int now = round;
            world.resting.clear();
            movedAt.forEach((shard, at) -> {
                if (now - at < 10) {
                    world.resting.add(shard);
                }
            });
            boolean isUneven = PlacementPlanner.isUneven(world.input(known));
            List<Move> moves = isUneven && wasUneven ? PlacementPlanner.movesUnasked(world.input(known)) : List.of();
            wasUneven = isUneven;
            for (Move move : moves.subList(0, Math.min(4, moves.size()))) {
                world.make(move);
                movedAt.put(move.shard(), round);
                late += round >= 50 ? 1 : 0;
                backwards += left.contains(List.<Object>of(move.shard(), move.to())) ? 1 : 0;
                left.add(List.of(move.shard(), move.from()));
            }
        }
        assertThat(late).as("moves in the second half").isZero();
        assertThat(backwards).as("moves back").isLessThanOrEqualTo(1);
    }
}
