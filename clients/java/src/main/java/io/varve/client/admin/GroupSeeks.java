/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.client.admin;

import io.varve.client.cluster.Cluster;
import io.varve.client.cluster.GroupRoute;
import io.varve.client.cluster.Repeat;
import io.varve.client.reader.StartPosition;
import io.varve.protocol.error.ErrorCode;
import io.varve.protocol.error.VarveException;
import io.varve.protocol.frame.CommandType;
import io.varve.protocol.name.GroupName;
import io.varve.protocol.name.TopicName;
import io.varve.protocol.wire.GroupSought;
import io.varve.protocol.wire.PartitionMove;
import io.varve.protocol.wire.PartitionOffset;
import io.varve.protocol.wire.SeekGroup;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;

/** Seeks of a whole group: where is asked of the partitions' owners, the move is made by the group's. */
final class GroupSeeks {
    private final Cluster cluster;
    private final TopicCommands topics;

    GroupSeeks(Cluster cluster, TopicCommands topics) {
        this.cluster = cluster;
        this.topics = topics;
    }

    CompletableFuture<List<ProgressMove>> seek(
            String group, String topic, Collection<Integer> partitions, StartPosition position, boolean dryRun) {
        return TopicCommands.checked(() -> {
            GroupName name = GroupName.parse(group);
            return cluster.topics().lookUp(TopicName.parse(topic)).thenCompose(view -> {
                Collection<Integer> wanted = partitions.isEmpty()
                        ? IntStream.range(0, view.partitions()).boxed().toList()
                        : new TreeSet<>(partitions);
                return find(topic, wanted, position).thenCompose(ends -> {
                    SeekGroup.Builder command = SeekGroup.newBuilder()
                            .setGroup(name.toString())
                            .setTopicId(view.topicId())
                            .setDryRun(dryRun);
                    ends.forEach((partition, end) -> command.addOffsets(
                            PartitionOffset.newBuilder().setPartition(partition).setOffset(end.offset())));
                    return cluster.ask(
                                    new GroupRoute(cluster, name),
                                    CommandType.SEEK_GROUP,
                                    command.build(),
                                    GroupSought.class,
                                    dryRun ? Repeat.ALWAYS : Repeat.IF_NOT_APPLIED)
                            .thenApply(answer -> answer.getMovesList().stream()
                                    .map(move -> move(move, ends))
                                    .toList());
                });
            });
        });
    }

    private CompletableFuture<Map<Integer, OffsetAt>> find(
            String topic, Collection<Integer> partitions, StartPosition position) {
        List<CompletableFuture<Map.Entry<Integer, OffsetAt>>> looks = new ArrayList<>();
        for (int partition : partitions) {
            looks.add(topics.findOffset(topic, partition, position).thenApply(at -> {
                if (at.offset() < at.firstOffset() || at.offset() > at.nextOffset()) {
                    throw new VarveException(
                            ErrorCode.OFFSET_OUT_OF_RANGE,
                            "seek to offset " + at.offset() + " in partition " + partition + " of topic " + topic
                                    + ": it has " + at.firstOffset() + " to " + at.nextOffset());
                }
                return Map.entry(partition, at);
            }));
        }
        return Gather.all(looks).thenApply(found -> {
            Map<Integer, OffsetAt> ends = new TreeMap<>();
            found.forEach(end -> ends.put(end.getKey(), end.getValue()));
            return ends;
        });
    }

    private static ProgressMove move(PartitionMove move, Map<Integer, OffsetAt> ends) {
        OptionalLong from = move.getFromOffset() < 0 ? OptionalLong.empty() : OptionalLong.of(move.getFromOffset());
        OffsetAt end = ends.get(move.getPartition());
        long first = end == null ? 0 : end.firstOffset();
        return new ProgressMove(
                move.getPartition(),
                from,
                move.getToOffset(),
                move.getToOffset() - Math.max(first, move.getFromOffset()));
    }
}
