/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.cluster;

import io.varve.metadata.MetadataStore;
import io.varve.metadata.Versioned;
import io.varve.protocol.error.ErrorCode;
import io.varve.protocol.error.VarveException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.function.LongSupplier;

/**
 * What operators ask about the placement of shards, and tell it. Any broker serves this: questions are answered from the
 * metadata store, and what is told is written there for the controller. Fails with VarveException.
 */
public final class Placements {
    private final MetadataStore store;
    private final ClusterReader cluster;
    private final BrokerRegistry brokers;
    private final InstantSource clock;
    private final Assignments assignments;
    private final Intentions intentions;
    private final ShardClaims claims;
    private final LoadReports reports;

    /** @param cluster and {@code brokers} are closed by their owner */
    public Placements(MetadataStore store, ClusterReader cluster, BrokerRegistry brokers, InstantSource clock) {
        this.store = store;
        this.cluster = cluster;
        this.brokers = brokers;
        this.clock = clock;
        this.assignments = new Assignments(store);
        this.intentions = new Intentions(store);
        this.claims = new ShardClaims(store);
        this.reports = new LoadReports(store);
    }

    /** How the cluster stands now. */
    public CompletableFuture<ClusterView> view() {
        return Failures.translate("state of the cluster", cluster.read().thenCompose(this::view));
    }

    private CompletableFuture<ClusterView> view(ClusterNode node) {
        return brokers.read().thenCompose(live -> intentions
                .read()
                .thenCompose(wanted -> assignments.read().thenCompose(current -> claims.read(node.shards())
                        .thenCompose(claimed -> reports.read().thenCompose(said -> controller()
                                .thenApply(controller ->
                                        view(node, live, wanted, current, claimed, said, controller)))))));
    }

    private static ClusterView view(
            ClusterNode node,
            Map<String, Broker> live,
            Intentions.Snapshot wanted,
            Assignments.Snapshot current,
            SortedMap<Integer, ShardClaim> claimed,
            LoadReports.Snapshot said,
            Optional<ControllerNode> controller) {
        TreeMap<String, Broker> byId = new TreeMap<>(live);
        SortedMap<Integer, Long> loads = said.lastKnown(current.byShard());
        PlacementInput input = new PlacementInput(
                PlacementInput.poolsOf(node),
                current.byShard(),
                byId,
                Set.of(),
                wanted.draining().keySet(),
                new ShardLoads(loads, Set.of()));
        List<Move> moves = PlacementPlanner.moves(input);
        boolean isBalancing = wanted.balance().isPresent();
        return new ClusterView(
                node,
                controller.map(ControllerNode::holder),
                controller.map(ControllerNode::epoch).orElse(0L),
                byId,
                wanted.draining(),
                current.byShard(),
                claimed,
                loads,
                moves,
                isBalancing ? moves : PlacementPlanner.movesUnasked(input),
                isBalancing);
    }

    private CompletableFuture<Optional<ControllerNode>> controller() {
        return store.get(ClusterPaths.CONTROLLER).thenApply(found -> found.map(Versioned::bytes)
                .map(bytes -> ControllerNode.JSON.decode(ClusterPaths.CONTROLLER, bytes)));
    }

    /**
     * How long one read of the metadata store takes now.
     *
     * @param nanoTime monotonic time in ns
     */
    public CompletableFuture<Duration> latency(LongSupplier nanoTime) {
        long start = nanoTime.getAsLong();
        return Failures.translate(
                "latency of the metadata store",
                store.get(ClusterPaths.CLUSTER).thenApply(found -> Duration.ofNanos(nanoTime.getAsLong() - start)));
    }

    /** Has the controller do all moves, those for balance as well; completes with those that are to be done. */
    public CompletableFuture<List<Move>> balance() {
        return Failures.untilUncontended("order to balance", () -> intentions.balance(clock))
                .thenCompose(ordered -> view())
                .thenApply(ClusterView::moves);
    }

    /**
     * Has the controller move all shards away from a broker, and give it none until {@link #undrain}. Repeating it is a success.
     * INVALID_ARGUMENT for a broker that nobody knows, or that no other could stand in for.
     */
    public CompletableFuture<ClusterView> drain(String brokerId) {
        return view().thenCompose(view -> {
            requireKnown(view, brokerId);
            requireOther(view, brokerId);
            return Failures.untilUncontended("drain " + brokerId, () -> intentions.drain(brokerId, clock))
                    .thenCompose(marked -> view());
        });
    }

    /** Lets a broker have shards again. Repeating it is a success. INVALID_ARGUMENT for a broker that nobody knows. */
    public CompletableFuture<ClusterView> undrain(String brokerId) {
        return view().thenCompose(view -> {
            requireKnown(view, brokerId);
            return Failures.untilUncontended("undrain " + brokerId, () -> intentions.undrain(brokerId))
                    .thenCompose(unmarked -> view());
        });
    }

    private static void requireKnown(ClusterView view, String brokerId) {
        Set<String> known = new TreeSet<>(view.brokers().keySet());
        known.addAll(view.draining().keySet());
        view.assigned().values().forEach(assignee -> known.add(assignee.brokerId()));
        if (!known.contains(brokerId)) {
            throw new VarveException(
                    ErrorCode.INVALID_ARGUMENT, "there is no broker \"" + brokerId + "\"; there are " + known);
        }
    }

    private static void requireOther(ClusterView view, String brokerId) {
        Broker broker = view.brokers().get(brokerId);
        if (broker == null) {
            return;
        }
        boolean hasOther = view.brokers().entrySet().stream()
                .filter(other -> !other.getKey().equals(brokerId))
                .filter(other -> !view.draining().containsKey(other.getKey()))
                .map(Map.Entry::getValue)
                .anyMatch(other -> other.pool().equals(broker.pool()));
        if (!hasOther) {
            throw new VarveException(
                    ErrorCode.INVALID_ARGUMENT,
                    "broker " + brokerId + " can't be drained: pool " + broker.pool()
                            + " has no other broker that could take its shards");
        }
    }
}
