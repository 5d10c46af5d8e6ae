/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.replay.sink;

import io.varve.client.record.ReceivedRecord;
import java.io.IOException;

/** Takes the records of a replay: those of a partition in offset order, partitions mixed. For one thread; a failure ends the replay. */
public interface ReplaySink extends AutoCloseable {
    /** Takes a record, perhaps into a buffer. */
    void accept(ReceivedRecord<byte[]> record) throws IOException;

    /**
     * Makes everything accepted so far lasting.
     *
     * @return how much there is, in the sink's own measure; {@link #rewind} understands it
     */
    long commit() throws IOException;

    /** Forgets what was accepted after the commit that returned {@code mark}, in this process or one before. */
    void rewind(long mark) throws IOException;

    /** Frees what it holds; what was accepted after the last commit may be lost. */
    @Override
    void close() throws IOException;
}
