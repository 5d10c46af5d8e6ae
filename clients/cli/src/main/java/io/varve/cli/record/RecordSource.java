/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.cli.record;

import io.varve.client.record.ReceivedRecord;
import io.varve.client.record.TopicPartition;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** Where records to print come from. For one thread. */
interface RecordSource extends AutoCloseable {
    /** The next records, or none after the timeout; with zero only what is there already. */
    List<ReceivedRecord<byte[]>> poll(Duration timeout);

    /** Remembers the next offset to read of each partition, if the source can remember. */
    void commit(Map<TopicPartition, Long> nextOffsets);

    /** Ends reading. */
    @Override
    void close();
}
