/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.replay;

import io.varve.client.VarveClient;
import io.varve.objects.ObjectStore;
import io.varve.protocol.error.ErrorCode;
import io.varve.protocol.error.VarveException;
import io.varve.replay.checkpoint.Checkpoint;
import io.varve.replay.checkpoint.CheckpointInterval;
import io.varve.replay.checkpoint.CheckpointStore;
import io.varve.replay.plan.BrokerPlanner;
import io.varve.replay.plan.ObjectPlanner;
import io.varve.replay.plan.OffsetSpan;
import io.varve.replay.plan.Planner;
import io.varve.replay.plan.ReplayPlan;
import io.varve.replay.plan.ReplayRequest;
import io.varve.replay.sink.ReplaySink;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The way to read a topic's history in bulk: what is tiered comes straight from object storage, by parallel reads that no broker
 * has a part in; the rest comes from the brokers. Each partition's records come in order, each once. Settings, then a plan, then
 * a job.
 *
 * <pre>{@code
 * try (ObjectStore store = DirectoryObjectStore.open(Path.of("/var/lib/varve/objects"));
 *         ReplaySink sink = JsonLinesFile.open(Path.of("orders.jsonl"))) {
 *     ReplayRequest request = ReplayRequest.of("orders").from(StartPosition.at(Instant.parse("2026-01-01T00:00:00Z")));
 *     Replay replay = Replay.of(client, "orders").objects(store);
 *     ReplayProgress done = replay.job(request, replay.plan(request), sink).run();
 * }
 * }</pre>
 */
public final class Replay {
    private final @Nullable VarveClient client;
    private final Planner planner;
    private final @Nullable ObjectStore store;
    private CheckpointStore checkpoints = CheckpointStore.NONE;
    private CheckpointInterval interval = CheckpointInterval.DEFAULT;
    private Consumer<String> notices = notice -> {};

    Replay(@Nullable VarveClient client, Planner planner, @Nullable ObjectStore store) {
        this.client = client;
        this.planner = planner;
        this.store = store;
    }

    /** Of a topic by its name. All comes through the brokers unless {@link #objects} says where objects are. */
    public static Replay of(VarveClient client, String topic) {
        return new Replay(client, new BrokerPlanner(client, topic), null);
    }

    /** Of a topic of which only the objects are known. Asks no broker; has no more than the objects have. */
    public static Replay ofObjects(ObjectStore store, UUID clusterId, UUID topicId) {
        return new Replay(null, new ObjectPlanner(store, clusterId, topicId), store);
    }

    /** The same, reading what is tiered straight from this store, which is borrowed. */
    public Replay objects(ObjectStore objectStore) {
        Replay changed = new Replay(client, planner, objectStore);
        changed.checkpoints = checkpoints;
        changed.interval = interval;
        changed.notices = notices;
        return changed;
    }

    /** Where and how often jobs write how far they are; nowhere unless called. */
    public Replay checkpoints(CheckpointStore to, CheckpointInterval every) {
        checkpoints = to;
        interval = every;
        return this;
    }

    /** Who is told, in a sentence, what a user should know though the job goes on. */
    public Replay notices(Consumer<String> listener) {
        notices = listener;
        return this;
    }

    /** Fixes where the replay begins and ends; see {@link Planner#plan}. */
    public ReplayPlan plan(ReplayRequest request) {
        return planner.plan(request);
    }

    /**
     * Plans what is left of a job that was stopped or killed.
     *
     * @throws VarveException TOPIC_NOT_FOUND if the topic is another one by now; OFFSET_OUT_OF_RANGE if what comes next has been
     *     removed
     */
    public ReplayPlan plan(Checkpoint checkpoint) {
        Map<Integer, OffsetSpan> rest = new TreeMap<>(checkpoint.rest());
        rest.values().removeIf(span -> span.firstOffset() >= span.endOffset());
        ReplayPlan plan = planner.planRest(rest);
        if (!plan.topicId().equals(checkpoint.topicId())) {
            throw new VarveException(
                    ErrorCode.TOPIC_NOT_FOUND,
                    "topic " + checkpoint.topic() + " has the id " + plan.topicId() + "; the one that was replayed had "
                            + checkpoint.topicId());
        }
        return plan;
    }

    /** A job that does what was planned for this request. The sink is emptied first, and borrowed. */
    public ReplayJob job(ReplayRequest request, ReplayPlan plan, ReplaySink sink) {
        return resume(request, plan, begin(request, plan), sink);
    }

    /** The checkpoint of a replay of which nothing is done yet. */
    public static Checkpoint begin(ReplayRequest request, ReplayPlan plan) {
        Map<Integer, OffsetSpan> spans = new TreeMap<>();
        plan.partitions()
                .forEach(partition -> spans.put(
                        partition.partition(),
                        new OffsetSpan(
                                partition.firstOffset(),
                                request.follow() ? OffsetSpan.NO_END : partition.endOffset())));
        return new Checkpoint(Checkpoint.VERSION, plan.topic(), plan.topicId(), request.asked(), spans, 0, 0, 0, 0, 0);
    }

    /** A job that goes on where the checkpoint says, to the ends that were fixed at its start. The sink is borrowed. */
    public ReplayJob resume(ReplayRequest request, ReplayPlan plan, Checkpoint checkpoint, ReplaySink sink) {
        return resume(request, plan, checkpoint, sink, new Stop());
    }

    /** The same, which ends when it is asked to by this. */
    ReplayJob resume(ReplayRequest request, ReplayPlan plan, Checkpoint checkpoint, ReplaySink sink, Stop stop) {
        Delivery delivery = new Delivery(sink, checkpoints, interval, checkpoint);
        return new ReplayJob(this, planner, plan, request.parallel(), sink, checkpoint.mark(), delivery, stop);
    }

    @Nullable
    VarveClient client() {
        return client;
    }

    @Nullable
    ObjectStore objectStore() {
        return store;
    }

    Consumer<String> noticeListener() {
        return notices;
    }
}
