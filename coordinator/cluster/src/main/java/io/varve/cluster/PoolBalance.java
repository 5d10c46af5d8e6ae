/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.cluster;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiFunction;
import java.util.function.ToLongFunction;

/**
 * Moves shards between the brokers of one pool until they have like shares, of what passes through shards and of the number of
 * shards. Each move makes the sum of the squares of all shares smaller, so that what is gained for one isn't undone for the other.
 *
 * <p>Rates are never exact, and must not make shards wander. So a shard moves for load only if the broker that gets it ends below
 * what the other one had by a third of the gap between them: a shard that is most of a broker's load stays. And it takes a larger
 * gap to begin unasked than to go on: one that brokers show no more, when they were made alike, even if each rate is off by 15 %.
 */
final class PoolBalance {
    /** Of the mean rate: two brokers that differ by no more are alike. */
    private static final double WORTH_A_MOVE = 0.1;

    /** Of the mean rate: two brokers that differ by no more are left alone. Rates that are all off by 15 % make up three quarters of it. */
    private static final double WORTH_BEGINNING = 0.4;

    /** Of the mean number of shards, which is exact: two brokers that differ by no more are left alone. */
    private static final double NUMBERS_WORTH_BEGINNING = 0.1;

    private static final double MEGA = 1e6;

    private final ShardRates rates;
    private final Placement placement;
    private final String pool;
    private final List<Broker> brokers;
    private final Set<Integer> staying;

    private record Step(int shard, Broker from, Broker to, String why) {}

    /**
     * A pool.
     *
     * @param placement where all shards are; takes part in the moves
     * @param brokers of the pool, that may be given shards
     * @param staying shards that aren't moved
     */
    PoolBalance(ShardRates rates, Placement placement, String pool, List<Broker> brokers, Set<Integer> staying) {
        this.rates = rates;
        this.placement = placement;
        this.pool = pool;
        this.brokers = brokers;
        this.staying = new TreeSet<>(staying);
    }

    /**
     * The moves that are worth making, in order, each shard once at most. The placement has them made afterwards.
     *
     * @param isAsked whether somebody wants shares alike, though they may not differ by much
     */
    List<Move> moves(boolean isAsked) {
        double ofRates = isAsked || forLoad(WORTH_BEGINNING).isPresent() ? WORTH_A_MOVE : WORTH_BEGINNING;
        double ofNumbers = isAsked || forNumber(NUMBERS_WORTH_BEGINNING).isPresent() ? 0 : NUMBERS_WORTH_BEGINNING;
        List<Move> moves = new ArrayList<>();
        for (Optional<Step> next = next(ofRates, ofNumbers); next.isPresent(); next = next(ofRates, ofNumbers)) {
            Step step = next.get();
            placement.give(step.shard, step.to);
            staying.add(step.shard);
            moves.add(new Move(step.shard, step.from.brokerId(), step.to.brokerId(), Move.Reason.BALANCE, step.why));
        }
        return moves;
    }

    private Optional<Step> next(double ofRates, double ofNumbers) {
        return forLoad(ofRates).or(() -> forNumber(ofNumbers));
    }

    /** @param part of the mean by which rates of brokers may differ */
    private Optional<Step> forLoad(double part) {
        return next(
                placement::rate, Math.max((double) ShardRates.IDLE, part * mean(placement::rate)), this::bestForLoad);
    }

    /** @param part of the mean by which numbers of shards may differ, and they may by one in any case */
    private Optional<Step> forNumber(double part) {
        return next(placement::count, Math.max(1, part * mean(placement::count)), this::bestForNumber);
    }

    /**
     * From the broker with the largest share that can be helped to the one with the smallest: whom that can't help, no other can.
     *
     * @param step the best one from the one broker to the other, if one helps
     */
    private Optional<Step> next(
            ToLongFunction<Broker> share, double bound, BiFunction<Broker, Broker, Optional<Step>> step) {
        Comparator<Broker> byShare = Comparator.comparingLong(share);
        Optional<Broker> least = brokers.stream().min(byShare.thenComparing(Broker::brokerId));
        List<Broker> mostFirst = brokers.stream()
                .sorted(byShare.reversed().thenComparing(Broker::brokerId))
                .toList();
        return least.flatMap(to -> mostFirst.stream()
                .takeWhile(from -> share.applyAsLong(from) - share.applyAsLong(to) > bound)
                .flatMap(from -> step.apply(from, to).stream())
                .findFirst());
    }

    private Optional<Step> bestForLoad(Broker from, Broker to) {
        long gap = placement.rate(from) - placement.rate(to);
        List<Integer> movable = movable(from).stream()
                // Smaller ones would have to move by the dozen.
                .filter(shard -> rates.rate(shard) * 8 >= rates.perShard(pool))
                .filter(shard -> (gap - rates.rate(shard)) * 3 >= gap)
                .toList();
        return best(from, to, movable).map(shard -> new Step(shard, from, to, whyForLoad(shard, from, to)));
    }

    private Optional<Step> bestForNumber(Broker from, Broker to) {
        String why = from.brokerId() + " has " + placement.count(from) + " shards, " + to.brokerId() + " has "
                + placement.count(to);
        return best(from, to, movable(from)).map(shard -> new Step(shard, from, to, why));
    }

    private List<Integer> movable(Broker from) {
        return placement.shards(from).stream()
                .filter(shard -> rates.isOf(shard, pool))
                .filter(shard -> !staying.contains(shard))
                .toList();
    }

    /** The shard whose move helps most; of those that are about as good the one farthest from what the other broker has. */
    private Optional<Integer> best(Broker from, Broker to, List<Integer> shards) {
        List<Integer> helping =
                shards.stream().filter(shard -> gain(shard, from, to) > 0).toList();
        double most = helping.stream()
                .mapToDouble(shard -> gain(shard, from, to))
                .max()
                .orElse(0);
        return placement.farthest(
                to,
                helping.stream()
                        .filter(shard -> gain(shard, from, to) >= most * 7 / 8)
                        .toList());
    }

    /**
     * What a move makes better: half of the difference that it makes to the sum of the squares of all shares. What it makes worse
     * counts twice, so that it isn't the error of a rate that tips the scales.
     */
    private double gain(int shard, Broker from, Broker to) {
        double rate = rates.rate(shard);
        double perShard = rates.perShard(pool);
        double gap = placement.rate(from) - placement.rate(to);
        double ofLoad = rate * (gap - rate);
        double ofNumber = perShard * perShard * (placement.count(from) - placement.count(to) - 1);
        return ofLoad + ofNumber + Math.min(ofLoad, 0) + Math.min(ofNumber, 0);
    }

    private double mean(ToLongFunction<Broker> share) {
        return brokers.stream().mapToLong(share).average().orElse(0);
    }

    private String whyForLoad(int shard, Broker from, Broker to) {
        return String.format(
                Locale.ROOT,
                "%s has %.1f of %.1f MB/s, %s has %.1f; shard %d has %.1f",
                from.brokerId(),
                placement.rate(from) / MEGA,
                brokers.stream().mapToLong(placement::rate).sum() / MEGA,
                to.brokerId(),
                placement.rate(to) / MEGA,
                shard,
                rates.rate(shard) / MEGA);
    }
}
