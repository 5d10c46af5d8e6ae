/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.cluster;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Decides which broker should own which shard. Pure: the same input gives the same plan on every broker. What has to be assigned
 * now ({@link #assign}) is kept apart from what would be better elsewhere ({@link #moves}): the first costs nobody anything, the
 * second interrupts a shard that is served.
 */
final class PlacementPlanner {
    /** Shares that differ by no more than this part of the mean are left alone, so that brokers who come and go don't push shards about. */
    private static final double TOLERANCE = 0.1;

    private PlacementPlanner() {}

    /**
     * Keeps what is assigned to a live broker, hands a broker that started again what it had, and gives the rest, in the order
     * of shard ids, each to the broker of its pool that has the fewest (the first by id among those). A broker that is being
     * drained gets something only if its pool has no other. Without a broker in its pool a shard stays as it is.
     */
    static SortedMap<Integer, Assignee> assign(PlacementInput input) {
        return placed(input).assigned();
    }

    private static Placement placed(PlacementInput input) {
        Placement placement = new Placement();
        Set<Integer> orphans = new TreeSet<>();
        input.pools().keySet().forEach(shard -> {
            Assignee assignee = input.current().get(shard);
            Broker broker = assignee == null ? null : input.live().get(assignee.brokerId());
            if (broker != null) {
                placement.give(shard, broker);
            } else if (assignee != null && input.awaited().contains(assignee.brokerId())) {
                placement.leave(shard, assignee);
            } else {
                orphans.add(shard);
            }
        });
        orphans.forEach(shard -> {
            Assignee former = input.current().get(shard);
            placement
                    .leastLoaded(takers(input, poolOf(input, shard)))
                    .ifPresentOrElse(broker -> placement.give(shard, broker), () -> Optional.ofNullable(former)
                            .ifPresent(gone -> placement.leave(shard, gone)));
        });
        return placement;
    }

    /**
     * What should move, in the order in which to do it, once {@link #assign} is done: away from brokers that are drained or not
     * in the shard's pool, and then from the broker with the most to the one with the fewest until they differ by one at most.
     */
    static List<Move> moves(PlacementInput input) {
        Placement placement = placed(input);
        List<Move> moves = new ArrayList<>();
        input.pools()
                .forEach((shard, pool) -> leave(input, placement, shard, pool).ifPresent(moves::add));
        new TreeSet<>(input.pools().values()).forEach(pool -> balance(input, placement, pool, moves));
        return List.copyOf(moves);
    }

    /** The move of a shard whose broker shouldn't have it. */
    private static Optional<Move> leave(PlacementInput input, Placement placement, int shard, String pool) {
        List<Broker> takers = takers(input, pool);
        Optional<Broker> holder = placement
                .brokerOf(shard)
                .flatMap(id -> Optional.ofNullable(input.live().get(id)));
        Optional<Broker> taker = placement.leastLoaded(takers);
        if (holder.isEmpty() || taker.isEmpty() || takers.contains(holder.get())) {
            return Optional.empty();
        }
        String from = holder.get().brokerId();
        placement.give(shard, taker.get());
        return Optional.of(
                holder.get().pool().equals(pool)
                        ? new Move(shard, from, taker.get().brokerId(), Move.Reason.DRAIN, from + " is being drained")
                        : new Move(
                                shard,
                                from,
                                taker.get().brokerId(),
                                Move.Reason.POOL,
                                from + " is in pool " + holder.get().pool() + ", the shard belongs to " + pool));
    }

    private static void balance(PlacementInput input, Placement placement, String pool, List<Move> moves) {
        List<Broker> takers = takers(input, pool);
        Set<Integer> shards = shardsOf(input, pool);
        if (takers.size() < 2) {
            return;
        }
        while (true) {
            Broker most = placement.mostLoaded(takers).orElseThrow();
            Broker least = placement.leastLoaded(takers).orElseThrow();
            int from = placement.count(most);
            int to = placement.count(least);
            Optional<Integer> shard = placement.farthest(most, least, shards);
            if (from - to < 2 || shard.isEmpty()) {
                return;
            }
            placement.give(shard.get(), least);
            moves.add(new Move(
                    shard.get(),
                    most.brokerId(),
                    least.brokerId(),
                    Move.Reason.BALANCE,
                    most.brokerId() + " has " + from + " shards, " + least.brokerId() + " has " + to));
        }
    }

    /** Whether the shares of a pool's brokers differ by so much that it is worth interrupting shards without being asked. */
    static boolean isUneven(PlacementInput input) {
        Placement placement = placed(input);
        return input.pools().values().stream().distinct().anyMatch(pool -> {
            List<Broker> takers = takers(input, pool);
            int most = placement.mostLoaded(takers).map(placement::count).orElse(0);
            int least = placement.leastLoaded(takers).map(placement::count).orElse(0);
            double mean = takers.stream().mapToInt(placement::count).average().orElse(0);
            return most - least > Math.max(1, TOLERANCE * mean);
        });
    }

    /** Who may be given shards of a pool: its live brokers that aren't drained, or else those that are. */
    private static List<Broker> takers(PlacementInput input, String pool) {
        List<Broker> members = input.live().values().stream()
                .filter(broker -> broker.pool().equals(pool))
                .toList();
        List<Broker> staying = members.stream()
                .filter(broker -> !input.draining().contains(broker.brokerId()))
                .toList();
        return staying.isEmpty() ? members : staying;
    }

    private static String poolOf(PlacementInput input, int shard) {
        return input.pools().getOrDefault(shard, ShardClass.DEFAULT_POOL);
    }

    private static Set<Integer> shardsOf(PlacementInput input, String pool) {
        Collection<Integer> all = input.pools().keySet();
        return all.stream().filter(shard -> poolOf(input, shard).equals(pool)).collect(Collectors.toSet());
    }
}
