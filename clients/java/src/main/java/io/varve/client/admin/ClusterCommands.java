/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.client.admin;

import com.google.protobuf.MessageLite;
import io.varve.client.cluster.Cluster;
import io.varve.client.cluster.FixedRoute;
import io.varve.client.cluster.Repeat;
import io.varve.client.transport.Address;
import io.varve.protocol.frame.CommandType;
import io.varve.protocol.wire.BrokerList;
import io.varve.protocol.wire.ListBrokers;
import io.varve.protocol.wire.ListShards;
import io.varve.protocol.wire.SegmentInfo;
import io.varve.protocol.wire.ShardList;
import io.varve.protocol.wire.TierReport;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** The admin's commands that concern all brokers. */
final class ClusterCommands {
    private final Cluster cluster;

    ClusterCommands(Cluster cluster) {
        this.cluster = cluster;
    }

    CompletableFuture<List<Broker>> brokers() {
        return cluster.ask(CommandType.LIST_BROKERS, ListBrokers.getDefaultInstance(), BrokerList.class, Repeat.ALWAYS)
                .thenApply(list -> list.getBrokersList().stream()
                        .map(broker -> new Broker(broker.getBrokerId(), broker.getHost(), broker.getPort()))
                        .toList());
    }

    CompletableFuture<List<ShardDescription>> shards() {
        return cluster.ask(CommandType.LIST_SHARDS, ListShards.getDefaultInstance(), ShardList.class, Repeat.ALWAYS)
                .thenApply(list -> list.getShardsList().stream()
                        .map(shard -> new ShardDescription(
                                shard.getShard(),
                                shard.getShardSet(),
                                shard.hasOwner()
                                        ? Optional.of(new Broker(
                                                shard.getOwner().getBrokerId(),
                                                shard.getOwner().getHost(),
                                                shard.getOwner().getPort()))
                                        : Optional.empty()))
                        .toList());
    }

    /** The answers of all brokers, or the failure of one: a list with holes would look complete. */
    <T extends MessageLite> CompletableFuture<List<T>> askAll(CommandType type, MessageLite command, Class<T> answer) {
        return brokers()
                .thenCompose(brokers -> Gather.all(brokers.stream()
                        .map(broker -> cluster.ask(
                                new FixedRoute(new Address(broker.host(), broker.port())),
                                type,
                                command,
                                answer,
                                Repeat.ALWAYS))
                        .toList()));
    }

    CompletableFuture<TierStatus> tierStatus() {
        return askAll(CommandType.TIER_STATUS, io.varve.protocol.wire.TierStatus.getDefaultInstance(), TierReport.class)
                .thenApply(ClusterCommands::union);
    }

    private static TierStatus union(List<TierReport> reports) {
        return new TierStatus(
                reports.stream()
                        .flatMap(report -> report.getSegmentsList().stream())
                        .map(ClusterCommands::segment)
                        .sorted(Comparator.comparingInt(Segment::shard).thenComparingLong(Segment::firstSequence))
                        .toList(),
                reports.stream().mapToLong(TierReport::getObjects).sum(),
                reports.stream().mapToLong(TierReport::getObjectBytes).sum(),
                reports.stream()
                        .map(TierReport::getObjectStore)
                        .filter(store -> !store.isEmpty())
                        .distinct()
                        .toList(),
                reports.stream().mapToLong(TierReport::getLedgersPendingDelete).sum(),
                reports.stream().anyMatch(TierReport::getPaused));
    }

    private static Segment segment(SegmentInfo info) {
        Segment.State state =
                switch (info.getState()) {
                    case SEGMENT_OPEN, UNRECOGNIZED -> Segment.State.OPEN;
                    case SEGMENT_SEALED -> Segment.State.SEALED;
                    case SEGMENT_TIERING -> Segment.State.TIERING;
                    case SEGMENT_TIERED -> Segment.State.TIERED;
                };
        return new Segment(
                info.getShard(),
                info.getLedgerId(),
                state,
                info.getBytes(),
                info.getFirstSequence(),
                info.getEndSequence(),
                Instant.ofEpochMilli(info.getOpenedMs()),
                info.getSealedMs() == 0 ? Optional.empty() : Optional.of(Instant.ofEpochMilli(info.getSealedMs())),
                info.getLastError().isEmpty() ? Optional.empty() : Optional.of(info.getLastError()));
    }
}
