/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.replay;

import io.varve.client.record.ReceivedRecord;
import io.varve.client.record.Schema;
import io.varve.objects.ObjectStore;
import io.varve.protocol.error.StoreException;
import io.varve.replay.plan.PartitionPlan;
import io.varve.replay.plan.Planner;
import io.varve.replay.plan.ReplayPlan;
import io.varve.replay.source.Split;
import io.varve.replay.source.SplitRecords;
import io.varve.replay.source.Splits;
import java.io.IOException;
import java.time.Duration;

/**
 * Reads what is in objects. Plans again when that is done, since more was tiered meanwhile, and when an object is gone, since it
 * was merged into another one or its records have been removed.
 */
final class ObjectPhase {
    private static final int ATTEMPTS = 3;
    private static final Duration PAUSE = Duration.ofMillis(250);

    private final ObjectStore store;
    private final Planner planner;
    private final int parallel;
    private final Delivery delivery;
    private final Stop stop;

    ObjectPhase(ObjectStore store, Planner planner, int parallel, Delivery delivery, Stop stop) {
        this.store = store;
        this.planner = planner;
        this.parallel = parallel;
        this.delivery = delivery;
        this.stop = stop;
    }

    /**
     * Returns when nothing of the rest is in objects any more.
     *
     * @throws StoreException {@code Damaged}; {@code NotFound} or {@code Unavailable} when some attempts in a row got nowhere
     */
    void run(ReplayPlan first) throws IOException {
        ReplayPlan plan = first;
        int failures = 0;
        while (!stop.isAsked() && plan.offsetsInObjects() > 0) {
            long before = delivery.offsetsDone();
            try {
                read(plan);
            } catch (StoreException.NotFound | StoreException.Unavailable e) {
                failures = delivery.offsetsDone() > before ? 1 : failures + 1;
                if (failures == ATTEMPTS) {
                    throw e;
                }
                stop.pause(PAUSE.multipliedBy(failures));
            }
            plan = planner.planRest(delivery.rest());
        }
    }

    private void read(ReplayPlan plan) throws IOException {
        try (Splits splits = new Splits(store, plan.topicId(), plan.partitions(), parallel)) {
            for (Split split = splits.next(); split != null; split = splits.next()) {
                Position position = delivery.position(split.partition());
                position.advance(SplitRecords.read(split, position.nextOffset(), record -> {
                    delivery.fromObject(position, new ReceivedRecord<>(position.source, record, Schema.bytes()));
                    return !stop.isAsked();
                }));
                if (stop.isAsked()) {
                    return;
                }
                delivery.commitIfDue();
            }
        }
        // Compaction may have removed the last offsets of an object.
        for (PartitionPlan partition : plan.partitions()) {
            delivery.position(partition.partition()).advance(partition.tailOffset());
        }
    }
}
