/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.http.replay;

import io.varve.client.record.ReceivedRecord;
import io.varve.http.job.Claim;
import io.varve.replay.sink.ReplaySink;
import java.io.IOException;

/** Takes records for as long as the job is this process'. Borrows the sink that it stands before. */
record HeldSink(ReplaySink sink, Claim claim) implements ReplaySink {
    @Override
    public void accept(ReceivedRecord<byte[]> record) throws IOException {
        claim.check();
        sink.accept(record);
    }

    @Override
    public long commit() throws IOException {
        claim.check();
        return sink.commit();
    }

    @Override
    public void rewind(long mark) throws IOException {
        sink.rewind(mark);
    }

    @Override
    public void close() {
        // Its owner closes the sink.
    }
}
