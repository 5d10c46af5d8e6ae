/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.cli.record;

import io.varve.client.reader.Reader;
import io.varve.client.record.ReceivedRecord;
import io.varve.client.record.TopicPartition;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** Reads without a group, and remembers nothing. */
final class ReaderSource implements RecordSource {
    private final Reader<byte[]> reader;

    ReaderSource(Reader<byte[]> reader) {
        this.reader = reader;
    }

    @Override
    public List<ReceivedRecord<byte[]>> poll(Duration timeout) {
        return reader.poll(timeout);
    }

    @Override
    public void commit(Map<TopicPartition, Long> nextOffsets) {
        // Nobody asked for it to be remembered.
    }

    @Override
    public void close() {
        reader.close();
    }
}
