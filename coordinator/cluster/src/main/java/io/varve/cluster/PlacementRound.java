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
    private final BalanceMode mode;
    private final MassLoss massLoss;
    private final Steadiness steadiness;
    private final Preparations preparations;
    private final MovesUnderWay underWay;

    PlacementRound(
            MetadataStore store,
            ClusterReader cluster,
            BalanceConfig config,
            Duration patience,
            LongSupplier nanoTime) {
        this.cluster = cluster;
        this.assignments = new Assignments(store);
        this.intentions = new Intentions(store);
        this.mode = config.balance();
        this.massLoss = new MassLoss(patience, nanoTime);
        this.steadiness = new Steadiness(config.balanceAfter(), nanoTime);
        ShardClaims claims = new ShardClaims(store);
        this.preparations = new Preparations(claims, new Standbys(store), nanoTime);
        this.underWay = new MovesUnderWay(claims, config.movesAtOnce(), nanoTime);
    }

    /**
     * Does what can be done now.
     *
     * @param fence fails every write when somebody else is the controller by now
     * @return whether another round has to follow soon even if nothing changes
     */
    CompletableFuture<Boolean> run(SortedMap<String, Broker> live, long epoch, Change.Check fence) {
        return cluster.read().thenCompose(node -> assignments.read().thenCompose(current -> intentions
                .read()
                .thenCompose(wanted -> place(node, current, wanted, live, epoch, fence))));
    }

    private CompletableFuture<Boolean> place(
            ClusterNode node,
            Assignments.Snapshot current,
            Intentions.Snapshot wanted,
            SortedMap<String, Broker> live,
            long epoch,
            Change.Check fence) {
        Set<String> awaited = massLoss.awaited(current.byShard().values(), live.keySet());
        PlacementInput input = new PlacementInput(
                PlacementInput.poolsOf(node),
                current.byShard(),
                live,
                awaited,
                wanted.draining().keySet());
        boolean isSteady = steadiness.isSteady(Map.of(
                "live", live.values().stream().map(Broker::assignee).toList(),
                "draining", input.draining()));
        boolean isUneven = mode == BalanceMode.AUTO && PlacementPlanner.isUneven(input);
        List<Move> moves = PlacementPlanner.moves(input).stream()
                .filter(move ->
                        move.reason() != Move.Reason.BALANCE || wanted.balance().isPresent() || (isUneven && isSteady))
                .toList();
        boolean isWaiting = !awaited.isEmpty() || (isUneven && !isSteady);
        return underWay.room(current.byShard())
                .thenCompose(room -> preparations.sort(moves.subList(0, Math.min(room, moves.size())), live))
                .thenCompose(step -> write(input, current, step, epoch, fence)
                        .thenCompose(done -> moves.isEmpty() ? balanced(wanted, fence) : nothing())
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
            }
        });
    }

    /** Nothing is left to move, so an order to balance has been carried out. */
    private CompletableFuture<Void> balanced(Intentions.Snapshot wanted, Change.Check fence) {
        return wanted.balance()
                .map(version -> intentions.balanced(version, fence))
                .orElseGet(PlacementRound::nothing);
    }

    private static CompletableFuture<Void> nothing() {
        return CompletableFuture.completedFuture(null);
    }
}
