/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.transport;

import io.varve.cluster.Assignee;
import io.varve.cluster.Broker;
import io.varve.cluster.ClusterView;
import io.varve.cluster.Move;
import io.varve.cluster.Placements;
import io.varve.cluster.ShardClaim;
import io.varve.cluster.ShardSet;
import io.varve.log.LedgerStore;
import io.varve.protocol.frame.CommandType;
import io.varve.protocol.wire.ApplyMoves;
import io.varve.protocol.wire.BookieStatus;
import io.varve.protocol.wire.BrokerAddress;
import io.varve.protocol.wire.BrokerStatus;
import io.varve.protocol.wire.ClusterStatus;
import io.varve.protocol.wire.DrainBroker;
import io.varve.protocol.wire.DrainProgress;
import io.varve.protocol.wire.GetClusterStatus;
import io.varve.protocol.wire.MovePlan;
import io.varve.protocol.wire.MoveReason;
import io.varve.protocol.wire.PlanMoves;
import io.varve.protocol.wire.PlannedMove;
import io.varve.protocol.wire.ShardState;
import io.varve.protocol.wire.ShardStatus;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** How the cluster stands, and what operators want of the placement of shards. Any broker serves these. */
final class PlacementCommands {
    /** A status without the bookies is better than none when it is they that are away. */
    private static final long BOOKIES_TIMEOUT_SECONDS = 5;

    private final Placements placements;
    private final LedgerStore ledgers;

    PlacementCommands(Placements placements, LedgerStore ledgers) {
        this.placements = placements;
        this.ledgers = ledgers;
    }

    void addTo(CommandTable table) {
        table.on(CommandType.CLUSTER_STATUS, this::status);
        table.on(CommandType.PLAN_MOVES, this::plan);
        table.on(CommandType.APPLY_MOVES, this::apply);
        table.on(CommandType.DRAIN_BROKER, this::drain);
    }

    private void status(Request<GetClusterStatus, ClusterStatus> request) {
        CompletableFuture<Duration> latency = placements.latency(System::nanoTime);
        CompletableFuture<Optional<BookieStatus>> bookies = bookies();
        ClusterCommands.answer(
                request,
                placements
                        .view()
                        .thenCompose(view ->
                                latency.thenCombine(bookies, (took, counted) -> toStatus(view, took, counted))));
    }

    private CompletableFuture<Optional<BookieStatus>> bookies() {
        return ledgers.copyHolders()
                .thenApply(holders -> Optional.of(BookieStatus.newBuilder()
                        .setWritable(holders.writable())
                        .setKnown(holders.known())
                        .setUnderReplicatedLedgers(holders.underReplicated().orElse(-1))
                        .build()))
                .completeOnTimeout(Optional.empty(), BOOKIES_TIMEOUT_SECONDS, TimeUnit.SECONDS)
                .exceptionally(failure -> Optional.empty());
    }

    private static ClusterStatus toStatus(ClusterView view, Duration latency, Optional<BookieStatus> bookies) {
        ClusterStatus.Builder status = ClusterStatus.newBuilder()
                .setClusterId(view.cluster().clusterId().toString())
                .setController(view.controller().map(Assignee::brokerId).orElse(""))
                .setControllerEpoch(view.controllerEpoch())
                .setMetadataLatencyUs(TimeUnit.NANOSECONDS.toMicros(latency.toNanos()))
                .setPlannedMoves(view.due().size())
                .setBalancing(view.isBalancing());
        bookies.ifPresent(status::setBookies);
        brokersOf(view).forEach(id -> status.addBrokers(broker(view, id)));
        for (ShardSet set : view.cluster().shardSets()) {
            set.shards().forEach(shard -> status.addShards(shard(view, set, shard)));
        }
        return status.build();
    }

    /** Those that are there and those that should be: a broker that is gone still has what is assigned to it. */
    private static Set<String> brokersOf(ClusterView view) {
        Set<String> ids = new TreeSet<>(view.brokers().keySet());
        ids.addAll(view.draining().keySet());
        view.assigned().values().forEach(assignee -> ids.add(assignee.brokerId()));
        return ids;
    }

    private static BrokerStatus broker(ClusterView view, String id) {
        Optional<Broker> live = Optional.ofNullable(view.brokers().get(id));
        BrokerStatus.Builder status = BrokerStatus.newBuilder()
                .setAddress(live.map(Redirects::address)
                        .orElseGet(
                                () -> BrokerAddress.newBuilder().setBrokerId(id).build()))
                .setPool(live.map(Broker::pool).orElse(""))
                .setAlive(live.isPresent())
                .setDrainingSinceMs(Optional.ofNullable(view.draining().get(id)).orElse(0L))
                .setAssignedShards((int) view.assigned().values().stream()
                        .filter(assignee -> assignee.brokerId().equals(id))
                        .count())
                .setServedShards((int) view.claims().keySet().stream()
                        .filter(shard -> view.server(shard).equals(live) && live.isPresent())
                        .count());
        view.loadOf(id).ifPresent(status::setLoadBytesPerSecond);
        return status.build();
    }

    private static ShardStatus shard(ClusterView view, ShardSet set, int shard) {
        Optional<ShardClaim> claim = Optional.ofNullable(view.claims().get(shard));
        ShardStatus.Builder status = ShardStatus.newBuilder()
                .setShard(shard)
                .setShardSet(set.name())
                .setEpoch(claim.map(ShardClaim::epoch).orElse(0))
                .setCopies(claim.map(ShardClaim::copies).orElse(0))
                .setCopiesWanted(set.shardClass().ensemble())
                .setAssignedTo(Optional.ofNullable(view.assigned().get(shard))
                        .map(Assignee::brokerId)
                        .orElse(""));
        Optional<Broker> server = view.server(shard);
        Optional<Broker> opener = view.opener(shard);
        server.or(() -> opener).ifPresent(broker -> status.setClaimedBy(broker.brokerId()));
        Optional.ofNullable(view.loads().get(shard)).ifPresent(status::setLoadBytesPerSecond);
        if (claim.filter(ShardClaim::isDamaged).isPresent()) {
            status.setState(ShardState.SHARD_DAMAGED);
        } else if (server.isPresent()) {
            status.setState(ShardState.SHARD_SERVED);
        } else if (opener.isPresent()) {
            status.setState(ShardState.SHARD_OPENING);
        }
        return status.build();
    }

    private void plan(Request<PlanMoves, MovePlan> request) {
        ClusterCommands.answer(request, placements.view().thenApply(view -> toPlan(view.moves())));
    }

    private void apply(Request<ApplyMoves, MovePlan> request) {
        ClusterCommands.answer(request, placements.balance().thenApply(PlacementCommands::toPlan));
    }

    private static MovePlan toPlan(List<Move> moves) {
        MovePlan.Builder plan = MovePlan.newBuilder();
        moves.forEach(move -> plan.addMoves(PlannedMove.newBuilder()
                .setShard(move.shard())
                .setFrom(move.from())
                .setTo(move.to())
                .setReason(reason(move.reason()))
                .setWhy(move.why())));
        return plan.build();
    }

    private static MoveReason reason(Move.Reason reason) {
        return switch (reason) {
            case BALANCE -> MoveReason.MOVE_BALANCE;
            case DRAIN -> MoveReason.MOVE_DRAIN;
            case POOL -> MoveReason.MOVE_POOL;
        };
    }

    private void drain(Request<DrainBroker, DrainProgress> request) {
        String id = request.command().getBrokerId();
        CompletableFuture<ClusterView> done =
                request.command().getUndo() ? placements.undrain(id) : placements.drain(id);
        ClusterCommands.answer(request, done.thenApply(view -> DrainProgress.newBuilder()
                .setBrokerId(id)
                .setDraining(view.draining().containsKey(id))
                .setShardsLeft(view.shardsOf(id))
                .build()));
    }
}
