/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.http.replay;

import io.varve.client.record.ReceivedRecord;
import io.varve.http.job.Claim;
import io.varve.http.job.JobCounters;
import io.varve.replay.sink.ReplaySink;
import io.varve.replay.sink.TopicSink;
import java.io.IOException;

/** Takes records for as long as the job is this process', and counts what is stored. For one thread. */
final class HeldSink implements ReplaySink {
    private final TopicSink sink;
    private final Claim claim;
    private final JobCounters counters;
    private long counted;

    /** Borrows the sink that it stands before. */
    HeldSink(TopicSink sink, Claim claim, JobCounters counters) {
        this.sink = sink;
        this.claim = claim;
        this.counters = counters;
    }

    @Override
    public void accept(ReceivedRecord<byte[]> record) throws IOException {
        claim.check();
        sink.accept(record);
    }

    @Override
    public long commit() throws IOException {
        claim.check();
        long sent = sink.commit();
        counters.copied(sent - counted);
        counted = sent;
        return sent;
    }

    @Override
    public void rewind(long mark) {
        sink.rewind(mark);
    }

    @Override
    public void close() {
        // Its owner closes the sink.
    }
}
