/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.cluster;

import java.util.ArrayList;
import java.util.Comparator;
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
    private PlacementPlanner() {}

    /**
     * Keeps what is assigned to a live broker, hands a broker that started again what it had, and gives the rest, the busiest
     * first and equals in the order of ids, each to the broker of its pool that has the least load or the fewest shards. A broker
     * that is being drained gets something only if its pool has no other. Without a broker in its pool a shard stays as it is.
     */
    static SortedMap<Integer, Assignee> assign(PlacementInput input) {
        return placed(input, new ShardRates(input)).assigned();
    }

    private static Placement placed(PlacementInput input, ShardRates rates) {
        Placement placement = new Placement(rates);
        List<Integer> orphans = new ArrayList<>();
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
        orphans.sort(
                Comparator.<Integer>comparingLong(rates::rate).reversed().thenComparing(Comparator.naturalOrder()));
        orphans.forEach(shard -> {
            Assignee former = input.current().get(shard);
            String pool = poolOf(input, shard);
            placement
                    .taker(shard, pool, takers(input, pool))
                    .ifPresentOrElse(broker -> placement.give(shard, broker), () -> Optional.ofNullable(former)
                            .ifPresent(gone -> placement.leave(shard, gone)));
        });
        return placement;
    }

    /**
     * What should move, in the order in which to do it, once {@link #assign} is done: away from brokers that are drained or not
     * in the shard's pool, and then between the brokers of each pool until their shares are alike.
     */
    static List<Move> moves(PlacementInput input) {
        return moves(input, true);
    }

    /** The same without what nobody would miss: of moves for balance those where shares differ by much. */
    static List<Move> movesUnasked(PlacementInput input) {
        return moves(input, false);
    }

    private static List<Move> moves(PlacementInput input, boolean isAsked) {
        ShardRates rates = new ShardRates(input);
        Placement placement = placed(input, rates);
        List<Move> moves = new ArrayList<>();
        input.pools()
                .forEach((shard, pool) -> leave(input, placement, shard, pool).ifPresent(moves::add));
        Set<Integer> moved = moves.stream().map(Move::shard).collect(Collectors.toSet());
        for (String pool : new TreeSet<>(input.pools().values())) {
            Set<Integer> staying = new TreeSet<>(moved);
            if (!rates.isIdle(pool)) {
                // Numbers of shards are exact, so that what moved for their sake can't have been a mistake.
                staying.addAll(input.loads().resting());
            }
            moves.addAll(new PoolBalance(rates, placement, pool, takers(input, pool), staying).moves(isAsked));
        }
        return List.copyOf(moves);
    }

    /** Whether the shares of a pool's brokers differ by so much that it is worth interrupting shards without being asked. */
    static boolean isUneven(PlacementInput input) {
        return movesUnasked(input).stream().anyMatch(move -> move.reason() == Move.Reason.BALANCE);
    }

    /** The move of a shard whose broker shouldn't have it. */
    private static Optional<Move> leave(PlacementInput input, Placement placement, int shard, String pool) {
        List<Broker> takers = takers(input, pool);
        Optional<Broker> holder = placement
                .brokerOf(shard)
                .flatMap(id -> Optional.ofNullable(input.live().get(id)));
        Optional<Broker> taker = placement.taker(shard, pool, takers);
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
}
