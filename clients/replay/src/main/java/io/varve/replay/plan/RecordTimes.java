/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.replay.plan;

import io.varve.client.VarveClient;
import io.varve.client.admin.OffsetAt;
import io.varve.client.reader.Reader;
import io.varve.client.reader.StartPosition;
import io.varve.client.record.ReceivedRecord;
import io.varve.client.record.Schema;
import io.varve.protocol.error.ErrorCode;
import io.varve.protocol.error.VarveException;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Predicate;

/** Looks at records to learn their times: brokers find a time only to the batch. */
final class RecordTimes {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Duration POLL = Duration.ofSeconds(1);
    /** Enough for a batch, and little to throw away. */
    private static final int BUFFER_BYTES = 64 << 10;

    private final VarveClient client;
    private final String topic;

    RecordTimes(VarveClient client, String topic) {
        this.client = client;
        this.topic = topic;
    }

    /** The time of the record at this offset, or of the next one that is there. */
    Instant timeOf(int partition, long offset) {
        return first(partition, offset, record -> true).eventTime();
    }

    /** Offset of the first record of this time or later; the partition's end if there is none. */
    long firstAt(int partition, Instant time) {
        OffsetAt found = client.admin().findOffset(topic, partition, StartPosition.at(time));
        return found.atEnd()
                ? found.nextOffset()
                : first(partition, found.offset(), record -> !record.eventTime().isBefore(time))
                        .offset();
    }

    private ReceivedRecord<byte[]> first(int partition, long offset, Predicate<ReceivedRecord<byte[]>> wanted) {
        long deadlineNanos = System.nanoTime() + PATIENCE.toNanos();
        try (Reader<byte[]> reader = client.newReader(Schema.bytes())
                .topic(topic)
                .partitions(partition)
                .from(StartPosition.at(offset))
                .bufferBytes(BUFFER_BYTES)
                .create()) {
            while (System.nanoTime() - deadlineNanos < 0) {
                for (ReceivedRecord<byte[]> record : reader.poll(POLL)) {
                    if (wanted.test(record)) {
                        return record;
                    }
                }
            }
        }
        throw new VarveException(
                ErrorCode.TIMEOUT,
                "partition " + partition + " of topic " + topic + " could not be read from offset " + offset
                        + " within " + PATIENCE.toSeconds() + " s");
    }
}
