/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.transport;

import io.varve.cluster.TopicRecord;
import io.varve.protocol.error.VarveException;
import io.varve.protocol.frame.CommandType;
import io.varve.protocol.wire.DescribePartitions;
import io.varve.protocol.wire.DescribeSegments;
import io.varve.protocol.wire.PartitionInfo;
import io.varve.protocol.wire.PartitionList;
import io.varve.protocol.wire.PlanReplay;
import io.varve.protocol.wire.ReplayPlan;
import io.varve.protocol.wire.SealPartitions;
import io.varve.protocol.wire.Sealed;
import io.varve.protocol.wire.StoredRanges;
import io.varve.protocol.wire.TierReport;
import io.varve.protocol.wire.TierStatus;
import io.varve.shard.Shard;
import io.varve.shard.answer.Reply;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** What operators and jobs ask the owners of partitions: what is there, where it is, and to seal it. */
final class PartitionCommands {
    private final Routes routes;

    PartitionCommands(Routes routes) {
        this.routes = routes;
    }

    void addTo(CommandTable table) {
        table.on(CommandType.DESCRIBE_PARTITIONS, this::describe);
        table.on(CommandType.SEAL_PARTITIONS, this::seal);
        table.on(CommandType.PLAN_REPLAY, this::planReplay);
        table.on(CommandType.DESCRIBE_SEGMENTS, this::describeSegments);
        table.on(CommandType.TIER_STATUS, this::tierStatus);
    }

    private void describe(Request<DescribePartitions, PartitionList> request) {
        DescribePartitions command = request.command();
        routes.toTopic(request, command.getTopicId(), topic -> {
            Map<Integer, List<Integer>> byShard = byShard(topic, command.getPartitionsList());
            Gather.<PartitionList, PartitionList>ask(
                    routes,
                    request,
                    byShard.keySet(),
                    (shard, reply) -> shard.describe(topic, byShard.getOrDefault(shard.id(), List.of()), reply),
                    PartitionCommands::merge);
        });
    }

    private void seal(Request<SealPartitions, Sealed> request) {
        SealPartitions command = request.command();
        routes.toTopic(
                request,
                command.getTopicId(),
                topic -> Gather.<Map.Entry<Integer, Boolean>, Sealed>ask(
                        routes,
                        request,
                        byShard(topic, command.getPartitionsList()).keySet(),
                        PartitionCommands::sealOne,
                        PartitionCommands::sealed));
    }

    private void describeSegments(Request<DescribeSegments, StoredRanges> request) {
        DescribeSegments command = request.command();
        routes.toPartition(
                request,
                command.getTopicId(),
                command.getPartition(),
                topic -> routes.toShard(
                        request,
                        topic.shardOf(command.getPartition()),
                        shard -> shard.describeSegments(topic, command, request)));
    }

    private void planReplay(Request<PlanReplay, ReplayPlan> request) {
        PlanReplay command = request.command();
        routes.toPartition(
                request,
                command.getTopicId(),
                command.getPartition(),
                topic -> routes.toShard(
                        request,
                        topic.shardOf(command.getPartition()),
                        shard -> shard.planReplay(topic, command, request)));
    }

    private void tierStatus(Request<TierStatus, TierReport> request) {
        Gather.<TierReport, TierReport>ask(
                routes, request, routes.here(), (shard, reply) -> shard.tierStatus(reply), PartitionCommands::total);
    }

    private static Map<Integer, List<Integer>> byShard(TopicRecord topic, List<Integer> partitions) {
        return partitions.stream()
                .distinct()
                .collect(Collectors.groupingBy(topic::shardOf, TreeMap::new, Collectors.toCollection(ArrayList::new)));
    }

    /** The part of a shard is its number, and whether it had anything to seal. */
    private static void sealOne(Shard shard, Reply<Map.Entry<Integer, Boolean>> reply) {
        shard.seal(new Reply<>() {
            @Override
            public void done(Boolean hadRecords) {
                reply.done(Map.entry(shard.id(), hadRecords));
            }

            @Override
            public void failed(VarveException failure) {
                reply.failed(failure);
            }
        });
    }

    private static PartitionList merge(Collection<PartitionList> parts) {
        return PartitionList.newBuilder()
                .addAllPartitions(parts.stream()
                        .flatMap(part -> part.getPartitionsList().stream())
                        .sorted(Comparator.comparingInt(PartitionInfo::getPartition))
                        .toList())
                .build();
    }

    private static Sealed sealed(Collection<Map.Entry<Integer, Boolean>> parts) {
        return Sealed.newBuilder()
                .addAllShards(parts.stream()
                        .filter(Map.Entry::getValue)
                        .map(Map.Entry::getKey)
                        .toList())
                .build();
    }

    private static TierReport total(Collection<TierReport> parts) {
        TierReport.Builder total = TierReport.newBuilder();
        for (TierReport part : parts) {
            total.addAllSegments(part.getSegmentsList())
                    .setObjects(total.getObjects() + part.getObjects())
                    .setObjectBytes(total.getObjectBytes() + part.getObjectBytes())
                    .setLedgersPendingDelete(total.getLedgersPendingDelete() + part.getLedgersPendingDelete())
                    .setObjectStore(part.getObjectStore())
                    .setPaused(total.getPaused() || part.getPaused());
        }
        return total.build();
    }
}
