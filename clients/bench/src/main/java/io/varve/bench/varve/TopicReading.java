/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.bench.varve;

import io.varve.bench.driver.RecordSink;
import io.varve.client.VarveClient;
import io.varve.client.admin.PartitionDescription;
import io.varve.client.reader.Reader;
import io.varve.client.reader.StartPosition;
import io.varve.client.record.ReceivedRecord;
import io.varve.client.record.Schema;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Reads a topic from its first record to the ends that its partitions have when it begins. */
final class TopicReading {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final byte[] NO_VALUE = {};

    private TopicReading() {}

    /** Reads; fails if there is nothing to read for long before the end. */
    static void readToEnd(VarveClient client, String topic, RecordSink sink) {
        Map<Integer, Long> ends = new HashMap<>();
        for (PartitionDescription partition :
                client.admin().describeTopic(topic).partitions()) {
            if (partition.firstOffset() < partition.nextOffset()) {
                ends.put(partition.partition(), partition.nextOffset());
            }
        }
        if (ends.isEmpty()) {
            return;
        }
        int[] partitions = ends.keySet().stream().mapToInt(Integer::intValue).toArray();
        try (Reader<byte[]> reader = client.newReader(Schema.bytes())
                .topic(topic)
                .partitions(partitions)
                .from(StartPosition.earliest())
                .create()) {
            while (!ends.isEmpty()) {
                List<ReceivedRecord<byte[]>> records = reader.poll(PATIENCE);
                if (records.isEmpty()) {
                    throw new IllegalStateException("topic " + topic + " has records up to " + ends
                            + " by partition, and the reader got none of them within " + PATIENCE.toSeconds() + " s");
                }
                for (ReceivedRecord<byte[]> record : records) {
                    Long end = ends.get(record.partition());
                    if (end != null && record.offset() < end) {
                        sink.record(value(record));
                        if (record.offset() == end - 1) {
                            ends.remove(record.partition());
                        }
                    }
                }
            }
        }
    }

    /** The value; empty for a deletion. */
    static byte[] value(ReceivedRecord<byte[]> record) {
        byte[] value = record.valueBytes();
        return value == null ? NO_VALUE : value;
    }
}
