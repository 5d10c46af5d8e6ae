/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.replay.sink;

import io.varve.client.record.ReceivedRecord;
import java.io.IOException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Lets so many records a second through, evenly: more than that only to make up for the last second. */
public final class PacedSink implements ReplaySink {
    private final ReplaySink sink;
    private final Pace pace;
    private final CountDownLatch hurry = new CountDownLatch(1);

    /**
     * Before this sink, which it owns.
     *
     * @param recordsPerSecond at least 1
     */
    public PacedSink(ReplaySink sink, long recordsPerSecond) {
        this.sink = sink;
        this.pace = new Pace(recordsPerSecond);
    }

    /** Waits no more; from any thread. */
    public void hurry() {
        hurry.countDown();
    }

    @Override
    public void accept(ReceivedRecord<byte[]> record) throws IOException {
        long early = pace.next(System.nanoTime());
        if (early > 0) {
            pause(early);
        }
        sink.accept(record);
    }

    private void pause(long nanos) {
        try {
            boolean unused = hurry.await(nanos, TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public long commit() throws IOException {
        return sink.commit();
    }

    @Override
    public void rewind(long mark) throws IOException {
        sink.rewind(mark);
    }

    @Override
    public void close() throws IOException {
        sink.close();
    }
}
