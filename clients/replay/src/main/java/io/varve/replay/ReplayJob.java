/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.replay;

import io.varve.client.VarveClient;
import io.varve.objects.ObjectStore;
import io.varve.protocol.error.StoreException;
import io.varve.replay.plan.Planner;
import io.varve.replay.plan.ReplayPlan;
import io.varve.replay.sink.ReplaySink;
import java.io.IOException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One run of a replay. {@link #run} is for one thread and once; the others may be called from anywhere meanwhile. */
public final class ReplayJob {
    private final Planner planner;
    private final @Nullable ObjectStore objects;
    private final @Nullable VarveClient client;
    private final Consumer<String> notices;
    private final ReplayPlan plan;
    private final int parallel;
    private final ReplaySink sink;
    private final long mark;
    private final Delivery delivery;
    private final Stop stop;

    ReplayJob(
            Replay replay,
            Planner planner,
            ReplayPlan plan,
            int parallel,
            ReplaySink sink,
            long mark,
            Delivery delivery,
            Stop stop) {
        this.planner = planner;
        this.objects = replay.objectStore();
        this.client = replay.client();
        this.notices = replay.noticeListener();
        this.plan = plan;
        this.parallel = parallel;
        this.sink = sink;
        this.mark = mark;
        this.delivery = delivery;
        this.stop = stop;
    }

    /**
     * Replays to the end, or until it is stopped; what the sink has then is lasting. When it throws, the sink has what the last
     * checkpoint says and perhaps more.
     *
     * @return what was done
     * @throws IOException of the sink, or of writing a checkpoint
     * @throws StoreException {@code Damaged} if an object is not what its checksums say; others if objects can't be read and
     *     there is no broker to ask instead
     * @throws io.varve.protocol.error.VarveException OFFSET_OUT_OF_RANGE if records were removed before they were read; and what
     *     brokers or the sink's topic refuse
     */
    public ReplayProgress run() throws IOException {
        sink.rewind(mark);
        delivery.commit();
        if (objects != null) {
            readObjects(objects);
        }
        if (client != null && !stop.isAsked()) {
            new BrokerPhase(client, plan.topic(), delivery, stop).run();
        }
        delivery.commit();
        return progress();
    }

    /** Makes {@link #run} return soon. */
    public void stop() {
        stop.ask();
    }

    /** How far it is. */
    public ReplayProgress progress() {
        return delivery.progress();
    }

    private void readObjects(ObjectStore store) throws IOException {
        try {
            new ObjectPhase(store, planner, parallel, delivery, stop).run(plan);
        } catch (StoreException.NotFound | StoreException.Unavailable e) {
            if (client == null) {
                throw e;
            }
            notices.accept("objects can't be read from " + store.location() + " (" + e.getMessage()
                    + "); the rest comes through the broker");
        }
    }
}
