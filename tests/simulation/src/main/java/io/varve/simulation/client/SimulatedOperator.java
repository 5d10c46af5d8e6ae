/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.simulation.client;

import com.google.protobuf.ByteString;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.varve.cluster.DeletedTopic;
import io.varve.cluster.NamespaceName;
import io.varve.cluster.TopicChange;
import io.varve.cluster.TopicConfig;
import io.varve.cluster.TopicRecord;
import io.varve.log.record.IdHash;
import io.varve.protocol.batch.BatchBuilder;
import io.varve.protocol.batch.BatchHeader;
import io.varve.protocol.batch.BatchLimits;
import io.varve.protocol.batch.Codec;
import io.varve.protocol.name.GroupName;
import io.varve.protocol.name.TopicName;
import io.varve.protocol.wire.DescribeGroup;
import io.varve.protocol.wire.DescribeSegments;
import io.varve.protocol.wire.FindOffset;
import io.varve.protocol.wire.GroupInfo;
import io.varve.protocol.wire.OffsetFound;
import io.varve.protocol.wire.OffsetQuery;
import io.varve.protocol.wire.PartitionList;
import io.varve.protocol.wire.PlanReplay;
import io.varve.protocol.wire.Produced;
import io.varve.protocol.wire.ReplayPlan;
import io.varve.protocol.wire.StoredRanges;
import io.varve.shard.Shard;
import io.varve.shard.answer.Reply;
import io.varve.shard.state.PartitionKey;
import io.varve.simulation.broker.SimulatedBroker;
import io.varve.simulation.check.MessageIdWitness;
import io.varve.simulation.check.Verdict;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Asks everything that can be asked, seals what is open, and has topics of its own, which it creates, writes to, changes, deletes
 * and restores. What it is told of the end of a partition, and of its records with message ids, must be in the log (I2).
 */
public final class SimulatedOperator {
    private static final long SHORT_MS = 4_000;
    private static final int IDS = 40;
    private static final int MOST_SENDS = 4;
    private static final int SEND_AGAIN_MS = 1_500;

    private final Requests requests;
    private final Verdict verdict;
    private final GroupName group;
    private final ByteString topicId;
    private final Random random;
    private final Deque<TopicRecord> topics = new ArrayDeque<>();
    private final Deque<TopicRecord> deleted = new ArrayDeque<>();
    private int created;
    private boolean stopped;

    /** An operator that hasn't started. */
    public SimulatedOperator(Requests requests, Verdict verdict, GroupName group, ByteString topicId, long seed) {
        this.requests = requests;
        this.verdict = verdict;
        this.group = group;
        this.topicId = topicId;
        this.random = new Random(seed);
    }

    /** Is busy until {@link #stop}. */
    public void start() {
        if (!stopped) {
            act();
            requests.later(100 + random.nextInt(600), this::start);
        }
    }

    /** Does nothing more. */
    public void stop() {
        stopped = true;
    }

    private void act() {
        int partition = random.nextInt(requests.topic().partitions());
        switch (random.nextInt(16)) {
            case 0 -> describe(partition);
            case 1 -> find(partition);
            case 2 -> segments(partition);
            case 3 -> plan(partition);
            case 4 -> this.<Boolean>ask("seal", shardOf(partition), Shard::seal, rolled -> {});
            case 5 -> ask("tier status", shardOf(partition), Shard::tierStatus, status -> {});
            case 6 -> groups();
            case 7 -> create();
            case 8 -> change();
            case 9 -> delete();
            case 10 -> restore();
            case 11 -> namespace();
            default -> produce();
        }
    }

    private int shardOf(int partition) {
        return requests.topic().shardOf(partition);
    }

    private <T> void ask(String what, int shard, BiConsumer<Shard, Reply<T>> command, Consumer<T> answered) {
        requests.owner(
                shard,
                random,
                found -> found.ifPresent(broker ->
                        requests.<T>send(broker, requests.line(), Requests.onShard(shard, command), (answer, error) -> {
                            requests.count(what, error);
                            if (answer != null) {
                                answered.accept(answer);
                            }
                        })));
    }

    private <T> void askAny(
            String what, Function<SimulatedBroker, CompletableFuture<T>> question, Consumer<T> answered) {
        requests.any(random)
                .ifPresent(broker ->
                        requests.<T>send(broker, requests.line(), Requests.asking(question), (answer, error) -> {
                            requests.count(what, error);
                            if (answer != null) {
                                answered.accept(answer);
                            }
                        }));
    }

    private void requireStored(int partition, long nextOffset) {
        long stored = requests.witness()
                .partition(new PartitionKey(requests.topic().topicId(), partition))
                .nextOffset();
        verdict.unless(
                nextOffset <= stored,
                () -> "partition " + partition + " was said to end at " + nextOffset + ", the log has it up to "
                        + stored);
    }

    private void describe(int partition) {
        this.<PartitionList>ask(
                "describe",
                shardOf(partition),
                (shard, reply) -> shard.describe(requests.topic(), List.of(partition), reply),
                list -> list.getPartitionsList()
                        .forEach(info -> requireStored(info.getPartition(), info.getNextOffset())));
    }

    private void find(int partition) {
        FindOffset request = FindOffset.newBuilder()
                .setTopicId(topicId)
                .setPartition(partition)
                .setQueryValue(random.nextInt(OffsetQuery.values().length - 1))
                .setTimeMs(random.nextInt(1_000))
                .build();
        this.<OffsetFound>ask(
                "find offset",
                shardOf(partition),
                (shard, reply) -> shard.findOffset(requests.topic(), request, reply),
                found -> requireStored(partition, found.getNextOffset()));
    }

    private void segments(int partition) {
        DescribeSegments request = DescribeSegments.newBuilder()
                .setTopicId(topicId)
                .setPartition(partition)
                .build();
        this.<StoredRanges>ask(
                "describe segments",
                shardOf(partition),
                (shard, reply) -> shard.describeSegments(requests.topic(), request, reply),
                found -> {});
    }

    private void plan(int partition) {
        PlanReplay request = PlanReplay.newBuilder()
                .setTopicId(topicId)
                .setPartition(partition)
                .setToOffset(-1)
                .build();
        this.<ReplayPlan>ask(
                "plan replay",
                shardOf(partition),
                (shard, reply) -> shard.planReplay(requests.topic(), request, reply),
                found -> {});
    }

    private void groups() {
        DescribeGroup request =
                DescribeGroup.newBuilder().setGroup(group.toString()).build();
        askAny(
                "place group",
                broker -> broker.placement().shardOf(group),
                shard -> this.<GroupInfo>ask(
                        "describe group",
                        shard,
                        (served, reply) -> served.groupQueries(reply)
                                .ifPresent(queries -> queries.describe(group, request, reply)),
                        found -> {}));
    }

    private void create() {
        TopicName name = TopicName.parse("scratch-" + created++);
        TopicConfig config = new TopicConfig(SHORT_MS, TopicConfig.NO_LIMIT, SHORT_MS, Map.of());
        askAny("create topic", broker -> broker.topics().create(name, 2, config), topics::add);
    }

    private void change() {
        TopicRecord topic = topics.peek();
        if (topic == null) {
            askAny("list topics", broker -> broker.topics().list(NamespaceName.DEFAULT, "", "", 10), page -> {});
            return;
        }
        TopicChange wider = new TopicChange(
                OptionalInt.of(topic.partitions() + 1),
                OptionalLong.empty(),
                OptionalLong.empty(),
                OptionalLong.empty());
        boolean dryRun = random.nextBoolean();
        askAny("alter topic", broker -> broker.topics().alter(topic.name(), wider, dryRun), altered -> {});
    }

    private void delete() {
        TopicRecord topic = topics.poll();
        if (topic != null) {
            boolean forGood = random.nextBoolean();
            this.<DeletedTopic>askAny(
                    "delete topic", broker -> broker.topics().delete(topic.name(), forGood, false), gone -> {
                        if (!forGood) {
                            deleted.add(topic);
                        }
                    });
        }
    }

    private void restore() {
        TopicRecord topic = deleted.poll();
        if (topic != null) {
            askAny("restore topic", broker -> broker.topics().restore(topic.topicId(), null), topics::add);
        }
    }

    private void namespace() {
        NamespaceName name = new NamespaceName("tenant", "scratch-" + created++);
        askAny(
                "create namespace",
                broker -> broker.createNamespace(name),
                made -> this.<Boolean>askAny(
                        "delete namespace",
                        broker -> broker.deleteNamespace(name).thenApply(done -> true),
                        gone -> {}));
        askAny("list namespaces", broker -> broker.namespaces().list(Optional.of("tenant")), list -> {});
    }

    /** A record with a message id, of which there are few; sent several times, as whoever hears no answer does. */
    private void produce() {
        TopicRecord topic = topics.peekLast();
        if (topic == null) {
            return;
        }
        int partition = random.nextInt(topic.partitions());
        byte[] text = ("message " + random.nextInt(IDS)).getBytes(StandardCharsets.UTF_8);
        produce(topic, partition, text, 1 + random.nextInt(MOST_SENDS));
    }

    private void produce(TopicRecord topic, int partition, byte[] text, int sends) {
        IdHash id = IdHash.of(text);
        MessageIdWitness witness = requests.witness()
                .partition(new PartitionKey(topic.topicId(), partition))
                .messageIds();
        witness.window(topic.config().dedupWindowMs());
        this.<Produced>ask(
                "produce with id",
                topic.shardOf(partition),
                (shard, reply) -> shard.produce(topic, partition, batch(text), id, reply),
                produced -> witness.answered(id, produced.getBaseOffset(), produced.getDuplicate()));
        if (sends > 1) {
            requests.later(random.nextInt(SEND_AGAIN_MS), () -> produce(topic, partition, text, sends - 1));
        }
    }

    private static ByteBuf batch(byte[] text) {
        try (BatchBuilder builder = new BatchBuilder(
                new UnpooledByteBufAllocator(false, true),
                Codec.NONE,
                BatchHeader.HEADER_BYTES * 10,
                BatchLimits.DEFAULT)) {
            builder.append(0, null, text, List.of());
            return builder.build();
        }
    }
}
