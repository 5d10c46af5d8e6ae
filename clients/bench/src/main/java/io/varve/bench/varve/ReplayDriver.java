/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.bench.varve;

import io.varve.bench.driver.Driver;
import io.varve.bench.driver.Receiver;
import io.varve.bench.driver.RecordSink;
import io.varve.bench.driver.Sender;
import io.varve.client.VarveClient;
import io.varve.objects.ObjectStore;
import io.varve.replay.Replay;
import io.varve.replay.plan.ReplayPlan;
import io.varve.replay.plan.ReplayRequest;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Varve with consumers that read history straight from its objects. A consumer is ready once all records of its topic are tiered,
 * which sealing the topic brings about; it reads to the end that the topic has then.
 */
public final class ReplayDriver implements Driver {
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final long LOOK_AGAIN_NANOS = TimeUnit.MILLISECONDS.toNanos(200);

    private final Driver varve;
    private final VarveClient client;
    private final ObjectStore store;
    private final int parallel;

    /**
     * Borrows all of it.
     *
     * @param varve does the rest
     * @param client of the same cluster
     * @param store where the cluster's objects are
     * @param parallel how many reads are under way at a time
     */
    public ReplayDriver(Driver varve, VarveClient client, ObjectStore store, int parallel) {
        this.varve = varve;
        this.client = client;
        this.store = store;
        this.parallel = parallel;
    }

    @Override
    public void createTopics(List<String> topics, int partitions) {
        varve.createTopics(topics, partitions);
    }

    @Override
    public Sender openSender(String topic) {
        return varve.openSender(topic);
    }

    /** One consumer of one topic; there are no groups. */
    @Override
    public Receiver openReceiver(List<String> topics, String group) {
        if (topics.size() != 1) {
            throw new IllegalArgumentException("a replay is of one topic, not of " + topics.size());
        }
        String topic = topics.get(0);
        Replay replay = Replay.of(client, topic).objects(store);
        ReplayRequest request = ReplayRequest.of(topic).parallel(parallel);
        client.admin().sealTopic(topic);
        return new ReplayReceiver(replay, request, awaitTiered(replay, request));
    }

    private static ReplayPlan awaitTiered(Replay replay, ReplayRequest request) {
        ReplayPlan plan = replay.plan(request);
        long sinceNanos = System.nanoTime();
        while (plan.offsetsInObjects() < plan.offsets()) {
            if (System.nanoTime() - sinceNanos > PATIENCE.toNanos()) {
                throw new IllegalStateException("only " + plan.offsetsInObjects() + " of " + plan.offsets()
                        + " records of topic " + request.topic() + " are in objects, and no more came within "
                        + PATIENCE.toSeconds() + " s; tiering may be paused");
            }
            LockSupport.parkNanos(LOOK_AGAIN_NANOS);
            ReplayPlan next = replay.plan(request);
            sinceNanos = next.offsetsInObjects() > plan.offsetsInObjects() ? System.nanoTime() : sinceNanos;
            plan = next;
        }
        return plan;
    }

    @Override
    public void readAll(List<String> topics, RecordSink sink) {
        varve.readAll(topics, sink);
    }

    /** Closes nothing. */
    @Override
    public void close() {}
}
