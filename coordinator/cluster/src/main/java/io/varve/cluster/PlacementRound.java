/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.cluster;

import io.varve.metadata.Change;
import io.varve.metadata.MetadataStore;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the controller does in a round: gives out at once what has no owner, and moves what should be elsewhere, a few shards at
 * a time. What it remembers from round to round only delays moves; it may be lost.
 *
 * <p>Used by one thread at a time.
 */
final class PlacementRound {
    private static final Logger LOG = LoggerFactory.getLogger(PlacementRound.class);

    private final ClusterReader cluster;
    private final Assignments assignments;
    private final Intentions intentions;
    private final LoadReports reports;
    private final BalanceMode mode;
    private final MassLoss massLoss;
    private final Steadiness steadiness;
    private final Preparations preparations;
    private final MovesUnderWay underWay;
    private final RecentMoves recent;

    /** What stands in the metadata store. */
    private record Known(
            ClusterNode cluster,
            Assignments.Snapshot current,
            Intentions.Snapshot wanted,
            LoadReports.Snapshot loads) {}

    PlacementRound(
            MetadataStore store,
            ClusterReader cluster,
            BalanceConfig config,
            Duration patience,
            LongSupplier nanoTime) {
        this.cluster = cluster;
        this.assignments = new Assignments(store);
        this.intentions = new Intentions(store);
        this.reports = new LoadReports(store);
        this.mode = config.balance();
        this.massLoss = new MassLoss(patience, nanoTime);
        this.steadiness = new Steadiness(config.balanceAfter(), nanoTime);
        ShardClaims claims = new ShardClaims(store);
        this.preparations = new Preparations(claims, new Standbys(store), nanoTime);
        this.underWay = new MovesUnderWay(claims, config.movesAtOnce(), nanoTime);
        this.recent = new RecentMoves(nanoTime);
    }

    /**
     * Does what can be done now.
     *
     * @param fence fails every write when somebody else is the controller by now
     * @return whether another round has to follow soon even if nothing changes
     */
    CompletableFuture<Boolean> run(SortedMap<String, Broker> live, long epoch, Change.Check fence) {
        return cluster.read().thenCompose(node -> assignments
                .read()
                .thenCompose(current -> intentions.read().thenCompose(wanted -> reports.read()
                        .thenCompose(loads -> place(new Known(node, current, wanted, loads), live, epoch, fence)))));
    }

    private CompletableFuture<Boolean> place(
            Known known, SortedMap<String, Broker> live, long epoch, Change.Check fence) {
        Intentions.Snapshot wanted = known.wanted;
        SortedMap<Integer, Assignee> assigned = known.current.byShard();
        Set<String> awaited = massLoss.awaited(assigned.values(), live.keySet());
        boolean isOrdered = wanted.balance().isPresent();
        Set<Integer> resting = recent.resting(assigned);
        PlacementInput input = new PlacementInput(
                PlacementInput.poolsOf(known.cluster),
                assigned,
                live,
                awaited,
                wanted.draining().keySet(),
                // Who gives an order knows best, and doesn't want to wait.
                new ShardLoads(known.loads.lastKnown(assigned), isOrdered ? Set.of() : resting));
        boolean isUneven = mode == BalanceMode.AUTO && PlacementPlanner.isUneven(input);
        boolean isSteady = steadiness.isSteady(Map.of(
                "live", live.values().stream().map(Broker::assignee).toList(),
                "draining", input.draining(),
                "uneven", isUneven));
        List<Move> plan = isOrdered ? PlacementPlanner.moves(input) : PlacementPlanner.movesUnasked(input);
        List<Move> moves = plan.stream()
                .filter(move -> move.reason() != Move.Reason.BALANCE || isOrdered || (isUneven && isSteady))
                .toList();
        boolean isWaiting = !awaited.isEmpty() || (isUneven && !isSteady);
        return underWay.room(assigned)
                .thenCompose(room -> preparations.sort(moves.subList(0, Math.min(room, moves.size())), live))
                .thenCompose(step -> write(input, known.current, step, epoch, fence)
                        .thenCompose(done -> moves.isEmpty() ? balanced(wanted, fence) : nothing())
                        .thenCompose(done -> forget(known, live, fence))
                        .thenApply(done -> isWaiting || !moves.isEmpty() || !underWay.isEmpty()));
    }

    private CompletableFuture<Void> write(
            PlacementInput input,
            Assignments.Snapshot current,
            Preparations.Step step,
            long epoch,
            Change.Check fence) {
        SortedMap<Integer, Assignee> plan = new TreeMap<>(PlacementPlanner.assign(input));
        for (Move move : step.due()) {
            Optional.ofNullable(input.live().get(move.to()))
                    .ifPresent(broker -> plan.put(move.shard(), broker.assignee()));
        }
        return assignments.write(current, plan, step.standbys(), epoch, fence).thenAccept(buckets -> {
            if (buckets > 0) {
                LOG.info(
                        "assignment written buckets={} brokers={} standbys={} epoch={}",
                        buckets,
                        input.live().size(),
                        step.standbys(),
                        epoch);
                step.due()
                        .forEach(move -> LOG.info(
                                "shard moves shard={} from={} to={} reason=\"{}\"",
                                move.shard(),
                                move.from(),
                                move.to(),
                                move.why()));
                underWay.started(step.due(), plan);
                recent.made(step.due(), plan);
            }
        });
    }

    /** Nothing is left to move, so an order to balance has been carried out. */
    private CompletableFuture<Void> balanced(Intentions.Snapshot wanted, Change.Check fence) {
        return wanted.balance()
                .map(version -> intentions.balanced(version, fence))
                .orElseGet(PlacementRound::nothing);
    }

    /** Nobody will ask any more what brokers that are gone have said. */
    private CompletableFuture<Void> forget(Known known, SortedMap<String, Broker> live, Change.Check fence) {
        return reports.remove(known.loads.superseded(live.keySet(), known.current.byShard()), known.loads, fence);
    }

    private static CompletableFuture<Void> nothing() {
        return CompletableFuture.completedFuture(null);
    }
}
