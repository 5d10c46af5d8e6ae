/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.client.admin;

import io.varve.client.cluster.Cluster;
import io.varve.client.cluster.OffsetLookup;
import io.varve.client.cluster.Repeat;
import io.varve.client.cluster.TopicView;
import io.varve.client.reader.StartPosition;
import io.varve.client.transport.CallException;
import io.varve.protocol.error.ErrorCode;
import io.varve.protocol.error.VarveException;
import io.varve.protocol.frame.CommandType;
import io.varve.protocol.name.TopicName;
import io.varve.protocol.wire.AlterTopic;
import io.varve.protocol.wire.CreateTopic;
import io.varve.protocol.wire.DeleteTopic;
import io.varve.protocol.wire.DeletedTopicInfo;
import io.varve.protocol.wire.DescribePartitions;
import io.varve.protocol.wire.ListTopics;
import io.varve.protocol.wire.OffsetQuery;
import io.varve.protocol.wire.PartitionList;
import io.varve.protocol.wire.PartitionOwner;
import io.varve.protocol.wire.PlanReplay;
import io.varve.protocol.wire.SealPartitions;
import io.varve.protocol.wire.Sealed;
import io.varve.protocol.wire.TopicAltered;
import io.varve.protocol.wire.TopicConfig;
import io.varve.protocol.wire.TopicInfo;
import io.varve.protocol.wire.TopicList;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;

/** The admin's commands about topics. Futures fail with a {@link CallException} or {@link VarveException}. */
final class TopicCommands {
    private static final String DEFAULT_NAMESPACE = "public/default/";

    private final Cluster cluster;

    TopicCommands(Cluster cluster) {
        this.cluster = cluster;
    }

    CompletableFuture<TopicSummary> create(NewTopic topic) {
        return checked(() -> {
            TopicName name = TopicName.parse(topic.name());
            TopicConfig config = WireTopics.config(topic);
            CreateTopic command = CreateTopic.newBuilder()
                    .setTopic(name.toString())
                    .setPartitions(topic.partitions())
                    .setConfig(config)
                    .build();
            return cluster.ask(CommandType.CREATE_TOPIC, command, TopicInfo.class, Repeat.IF_NOT_APPLIED)
                    .exceptionallyCompose(failure -> createdAfterAll(name, topic, config, failure))
                    .thenApply(WireTopics::summary);
        });
    }

    CompletableFuture<DeletedTopic> delete(String topic, boolean now, boolean dryRun) {
        return checked(() -> {
            TopicName name = TopicName.parse(topic);
            DeleteTopic command = DeleteTopic.newBuilder()
                    .setTopic(name.toString())
                    .setNow(now)
                    .setDryRun(dryRun)
                    .build();
            return cluster.ask(CommandType.DELETE_TOPIC, command, DeletedTopicInfo.class, Repeat.IF_NOT_APPLIED)
                    .thenApply(answer -> {
                        cluster.topics().forget(name);
                        return WireTopics.deleted(answer);
                    });
        });
    }

    CompletableFuture<AlteredTopic> alter(String topic, TopicChange change, boolean dryRun) {
        return checked(() -> {
            TopicName name = TopicName.parse(topic);
            AlterTopic.Builder command =
                    AlterTopic.newBuilder().setTopic(name.toString()).setDryRun(dryRun);
            change.partitions().ifPresent(command::setPartitions);
            change.retentionMs().ifPresent(command::setRetentionMs);
            change.retentionBytes().ifPresent(command::setRetentionBytes);
            change.dedupWindowMs().ifPresent(command::setDedupWindowMs);
            if (change.partitions().isPresent() && change.partitions().getAsInt() < 1) {
                throw new VarveException(
                        ErrorCode.INVALID_ARGUMENT,
                        "topic " + topic + ": " + change.partitions().getAsInt() + " partitions, the least is 1");
            }
            return cluster.ask(CommandType.ALTER_TOPIC, command.build(), TopicAltered.class, Repeat.IF_NOT_APPLIED)
                    .thenApply(answer -> {
                        cluster.topics().forget(name);
                        return WireTopics.altered(answer);
                    });
        });
    }

    CompletableFuture<List<TopicSummary>> list(String prefix) {
        return list(full(prefix), "", new ArrayList<>());
    }

    CompletableFuture<TopicPage> page(String prefix, String after, int limit) {
        return checked(() -> {
            ListTopics command = ListTopics.newBuilder()
                    .setPrefix(full(prefix))
                    .setAfter(after.isEmpty() ? "" : TopicName.parse(after).toString())
                    .setLimit(limit)
                    .build();
            return cluster.ask(CommandType.LIST_TOPICS, command, TopicList.class, Repeat.ALWAYS)
                    .thenApply(page -> new TopicPage(
                            page.getTopicsList().stream()
                                    .map(WireTopics::summary)
                                    .toList(),
                            page.getMore()));
        });
    }

    private static String full(String prefix) {
        return prefix.isEmpty() || prefix.indexOf('/') >= 0 ? prefix : DEFAULT_NAMESPACE + prefix;
    }

    CompletableFuture<TopicDescription> describe(String topic) {
        return checked(() -> cluster.topics().lookUp(TopicName.parse(topic)).thenCompose(view -> {
            List<CompletableFuture<List<PartitionDescription>>> parts = new ArrayList<>();
            for (List<PartitionOwner> shard : byShard(view)) {
                parts.add(describe(TopicName.parse(topic), view, shard));
            }
            return Gather.all(parts)
                    .thenApply(described -> new TopicDescription(
                            WireTopics.summary(view.info()),
                            WireTopics.time(view.info().getCreatedMs()),
                            described.stream()
                                    .flatMap(Collection::stream)
                                    .sorted(Comparator.comparingInt(PartitionDescription::partition))
                                    .toList()));
        }));
    }

    CompletableFuture<List<Integer>> seal(String topic) {
        return checked(() -> cluster.topics().lookUp(TopicName.parse(topic)).thenCompose(view -> {
            List<CompletableFuture<Sealed>> parts = new ArrayList<>();
            for (List<PartitionOwner> shard : byShard(view)) {
                SealPartitions command = SealPartitions.newBuilder()
                        .setTopicId(view.topicId())
                        .addAllPartitions(numbers(shard))
                        .build();
                // Sealing what is sealed does nothing.
                parts.add(cluster.ask(
                        cluster.topics()
                                .owner(TopicName.parse(topic), numbers(shard).get(0)),
                        CommandType.SEAL_PARTITIONS,
                        command,
                        Sealed.class,
                        Repeat.ALWAYS));
            }
            return Gather.all(parts).thenApply(answers -> answers.stream()
                    .flatMap(answer -> answer.getShardsList().stream())
                    .sorted()
                    .distinct()
                    .toList());
        }));
    }

    /** The shards that {@link #seal} would find open, by what is known of the segments. */
    CompletableFuture<List<Integer>> open(String topic, CompletableFuture<TierStatus> status) {
        return checked(() -> cluster.topics()
                .lookUp(TopicName.parse(topic))
                .thenCombine(status, (view, known) -> known.segments().stream()
                        .filter(segment -> segment.state() == Segment.State.OPEN)
                        .map(Segment::shard)
                        .filter(shard -> view.info().getPartitionsList().stream()
                                .anyMatch(partition -> partition.getShard() == shard))
                        .sorted()
                        .distinct()
                        .toList()));
    }

    CompletableFuture<OffsetAt> findOffset(String topic, int partition, StartPosition position) {
        return checked(() -> {
            TopicName name = TopicName.parse(topic);
            OffsetQuery query = OffsetQuery.OFFSET_EARLIEST;
            long timeMillis = 0;
            if (position instanceof StartPosition.Latest) {
                query = OffsetQuery.OFFSET_LATEST;
            } else if (position instanceof StartPosition.AtTime at) {
                query = OffsetQuery.OFFSET_AT_TIME;
                timeMillis = at.time().toEpochMilli();
            }
            return OffsetLookup.find(cluster, name, partition, query, timeMillis)
                    .thenApply(found -> new OffsetAt(
                            position instanceof StartPosition.AtOffset at ? at.offset() : found.getOffset(),
                            found.getFirstOffset(),
                            found.getNextOffset(),
                            found.getAtEnd()));
        });
    }

    CompletableFuture<ReplayPlan> planReplay(String topic, int partition, long fromOffset, long toOffset) {
        return checked(() -> {
            TopicName name = TopicName.parse(topic);
            return cluster.topics().resolve(name).thenCompose(view -> cluster.ask(
                            cluster.topics().owner(name, partition),
                            CommandType.PLAN_REPLAY,
                            PlanReplay.newBuilder()
                                    .setTopicId(view.topicId())
                                    .setPartition(partition)
                                    .setFromOffset(fromOffset)
                                    .setToOffset(toOffset)
                                    .build(),
                            io.varve.protocol.wire.ReplayPlan.class,
                            Repeat.ALWAYS)
                    .thenApply(WireTopics::plan));
        });
    }

    /** A lost answer to a creation: if the topic is there as it was asked for, that is what was wanted. */
    private CompletableFuture<TopicInfo> createdAfterAll(
            TopicName name, NewTopic topic, TopicConfig config, Throwable failure) {
        if (CallException.of(failure).code() != ErrorCode.UNKNOWN_OUTCOME) {
            return CompletableFuture.failedFuture(failure);
        }
        return cluster.topics().lookUp(name).handle((view, missing) -> {
            if (view != null
                    && view.partitions() == topic.partitions()
                    && view.info().getConfig().equals(config)) {
                return view.info();
            }
            throw new CompletionException(failure);
        });
    }

    private CompletableFuture<List<TopicSummary>> list(String prefix, String after, List<TopicSummary> found) {
        ListTopics command =
                ListTopics.newBuilder().setPrefix(prefix).setAfter(after).build();
        return cluster.ask(CommandType.LIST_TOPICS, command, TopicList.class, Repeat.ALWAYS)
                .thenCompose(page -> {
                    page.getTopicsList().forEach(topic -> found.add(WireTopics.summary(topic)));
                    if (page.getMore() && page.getTopicsCount() > 0) {
                        return list(
                                prefix,
                                page.getTopics(page.getTopicsCount() - 1).getTopic(),
                                found);
                    }
                    return CompletableFuture.completedFuture(found);
                });
    }

    private CompletableFuture<List<PartitionDescription>> describe(
            TopicName name, TopicView view, List<PartitionOwner> shard) {
        DescribePartitions command = DescribePartitions.newBuilder()
                .setTopicId(view.topicId())
                .addAllPartitions(numbers(shard))
                .build();
        int first = numbers(shard).get(0);
        return cluster.ask(
                        cluster.topics().owner(name, first),
                        CommandType.DESCRIBE_PARTITIONS,
                        command,
                        PartitionList.class,
                        Repeat.ALWAYS)
                // The owner may have been another than the view said; by now it is known.
                .thenCombine(cluster.topics().view(name), (list, present) -> list.getPartitionsList().stream()
                        .map(partition -> WireTopics.partition(partition, present.owner(first)))
                        .toList());
    }

    /** The partitions of one shard are always at one broker, so they are asked for together. */
    private static Collection<List<PartitionOwner>> byShard(TopicView view) {
        Map<Integer, List<PartitionOwner>> shards = new TreeMap<>();
        for (PartitionOwner partition : view.info().getPartitionsList()) {
            shards.computeIfAbsent(partition.getShard(), shard -> new ArrayList<>())
                    .add(partition);
        }
        return shards.values();
    }

    private static List<Integer> numbers(List<PartitionOwner> partitions) {
        return partitions.stream().map(PartitionOwner::getPartition).toList();
    }

    /** What is wrong with the arguments fails the future as everything else does. */
    static <T> CompletableFuture<T> checked(Supplier<CompletableFuture<T>> call) {
        try {
            return call.get();
        } catch (VarveException e) {
            return CompletableFuture.failedFuture(e);
        }
    }
}
