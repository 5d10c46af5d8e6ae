/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.bench.varve;

import io.varve.bench.driver.Receiver;
import io.varve.bench.driver.RecordSink;
import io.varve.client.record.ReceivedRecord;
import io.varve.replay.Replay;
import io.varve.replay.ReplayProgress;
import io.varve.replay.plan.ReplayPlan;
import io.varve.replay.plan.ReplayRequest;
import io.varve.replay.sink.ReplaySink;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/** One replay: the first poll does all of it, for a job gives its records to a sink on the thread that runs it. */
final class ReplayReceiver implements Receiver {
    private final Replay replay;
    private final ReplayRequest request;
    private final ReplayPlan plan;
    private boolean begun;

    ReplayReceiver(Replay replay, ReplayRequest request, ReplayPlan plan) {
        this.replay = replay;
        this.request = request;
        this.plan = plan;
    }

    @Override
    public int poll(Duration timeout, RecordSink sink) {
        if (begun) {
            LockSupport.parkNanos(timeout.toNanos());
            return 0;
        }
        begun = true;
        ReplayProgress done = run(sink);
        if (done.recordsFromBroker() > 0) {
            throw new IllegalStateException(
                    done.recordsFromBroker() + " of " + done.records() + " records came through the broker");
        }
        return Math.toIntExact(done.records());
    }

    private ReplayProgress run(RecordSink sink) {
        try {
            return replay.job(request, plan, new PassingSink(sink)).run();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {}

    /** Passes records on; keeps nothing. */
    private record PassingSink(RecordSink to) implements ReplaySink {
        @Override
        public void accept(ReceivedRecord<byte[]> record) {
            to.record(TopicReading.value(record));
        }

        @Override
        public long commit() {
            return 0;
        }

        @Override
        public void rewind(long mark) {}

        @Override
        public void close() {}
    }
}
