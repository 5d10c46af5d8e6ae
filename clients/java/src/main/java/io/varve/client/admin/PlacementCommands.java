/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.client.admin;

import io.varve.client.cluster.Cluster;
import io.varve.client.cluster.Repeat;
import io.varve.protocol.frame.CommandType;
import io.varve.protocol.wire.ApplyMoves;
import io.varve.protocol.wire.DrainBroker;
import io.varve.protocol.wire.GetClusterStatus;
import io.varve.protocol.wire.MovePlan;
import io.varve.protocol.wire.PlanMoves;
import io.varve.protocol.wire.PlannedMove;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;

/** The admin's commands about who owns which shard. */
final class PlacementCommands {
    private final Cluster cluster;

    PlacementCommands(Cluster cluster) {
        this.cluster = cluster;
    }

    CompletableFuture<ClusterStatus> status() {
        return cluster.ask(
                        CommandType.CLUSTER_STATUS,
                        GetClusterStatus.getDefaultInstance(),
                        io.varve.protocol.wire.ClusterStatus.class,
                        Repeat.ALWAYS)
                .thenApply(PlacementCommands::status);
    }

    private static ClusterStatus status(io.varve.protocol.wire.ClusterStatus status) {
        return new ClusterStatus(
                status.getClusterId(),
                named(status.getController()),
                status.getControllerEpoch(),
                status.getBrokersList().stream().map(PlacementCommands::broker).toList(),
                status.getShardsList().stream().map(PlacementCommands::shard).toList(),
                status.hasBookies() ? Optional.of(bookies(status.getBookies())) : Optional.empty(),
                Duration.of(status.getMetadataLatencyUs(), ChronoUnit.MICROS),
                status.getPlannedMoves(),
                status.getBalancing());
    }

    private static BrokerStatus broker(io.varve.protocol.wire.BrokerStatus broker) {
        String id = broker.getAddress().getBrokerId();
        return new BrokerStatus(
                id,
                broker.getAlive()
                        ? Optional.of(new Broker(
                                id,
                                broker.getAddress().getHost(),
                                broker.getAddress().getPort()))
                        : Optional.empty(),
                broker.getPool(),
                broker.getDrainingSinceMs() == 0
                        ? Optional.empty()
                        : Optional.of(Instant.ofEpochMilli(broker.getDrainingSinceMs())),
                broker.getAssignedShards(),
                broker.getServedShards(),
                broker.hasLoadBytesPerSecond()
                        ? OptionalLong.of(broker.getLoadBytesPerSecond())
                        : OptionalLong.empty());
    }

    private static ShardStatus shard(io.varve.protocol.wire.ShardStatus shard) {
        ShardStatus.State state =
                switch (shard.getState()) {
                    case SHARD_UNSERVED, UNRECOGNIZED -> ShardStatus.State.UNSERVED;
                    case SHARD_SERVED -> ShardStatus.State.SERVED;
                    case SHARD_OPENING -> ShardStatus.State.OPENING;
                    case SHARD_DAMAGED -> ShardStatus.State.DAMAGED;
                };
        return new ShardStatus(
                shard.getShard(),
                shard.getShardSet(),
                shard.getEpoch(),
                state,
                named(shard.getAssignedTo()),
                named(shard.getClaimedBy()),
                shard.getCopies(),
                shard.getCopiesWanted(),
                shard.hasLoadBytesPerSecond() ? OptionalLong.of(shard.getLoadBytesPerSecond()) : OptionalLong.empty());
    }

    private static BookieStatus bookies(io.varve.protocol.wire.BookieStatus bookies) {
        long lacking = bookies.getUnderReplicatedLedgers();
        return new BookieStatus(
                bookies.getWritable(),
                bookies.getKnown(),
                lacking < 0 ? OptionalLong.empty() : OptionalLong.of(lacking));
    }

    private static Optional<String> named(String id) {
        return id.isEmpty() ? Optional.empty() : Optional.of(id);
    }

    CompletableFuture<List<ShardMove>> plan() {
        return cluster.ask(CommandType.PLAN_MOVES, PlanMoves.getDefaultInstance(), MovePlan.class, Repeat.ALWAYS)
                .thenApply(PlacementCommands::moves);
    }

    CompletableFuture<List<ShardMove>> apply() {
        return cluster.ask(CommandType.APPLY_MOVES, ApplyMoves.getDefaultInstance(), MovePlan.class, Repeat.ALWAYS)
                .thenApply(PlacementCommands::moves);
    }

    private static List<ShardMove> moves(MovePlan plan) {
        return plan.getMovesList().stream().map(PlacementCommands::move).toList();
    }

    private static ShardMove move(PlannedMove move) {
        ShardMove.Reason reason =
                switch (move.getReason()) {
                    case MOVE_BALANCE, UNRECOGNIZED -> ShardMove.Reason.BALANCE;
                    case MOVE_DRAIN -> ShardMove.Reason.DRAIN;
                    case MOVE_POOL -> ShardMove.Reason.POOL;
                };
        return new ShardMove(move.getShard(), move.getFrom(), move.getTo(), reason, move.getWhy());
    }

    CompletableFuture<DrainProgress> drain(String brokerId, boolean undo) {
        return cluster.ask(
                        CommandType.DRAIN_BROKER,
                        DrainBroker.newBuilder()
                                .setBrokerId(brokerId)
                                .setUndo(undo)
                                .build(),
                        io.varve.protocol.wire.DrainProgress.class,
                        Repeat.ALWAYS)
                .thenApply(progress ->
                        new DrainProgress(progress.getBrokerId(), progress.getDraining(), progress.getShardsLeft()));
    }
}
