/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.chaos.load;

import io.varve.chaos.history.History;
import io.varve.chaos.history.Reading;
import io.varve.chaos.history.ValueId;
import io.varve.client.record.ReceivedRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Writes down what a poll returned. */
final class Given {
    private Given() {}

    /**
     * Adds the records to the readings of their partitions.
     *
     * @return the offset after the last record of each partition
     */
    static Map<Integer, Long> note(
            History history, Map<Integer, Reading> readings, List<ReceivedRecord<byte[]>> records, long nanos) {
        Map<Integer, List<ReceivedRecord<byte[]>>> byPartition = new TreeMap<>();
        for (ReceivedRecord<byte[]> record : records) {
            byPartition
                    .computeIfAbsent(record.partition(), partition -> new ArrayList<>())
                    .add(record);
        }
        Map<Integer, Long> next = new TreeMap<>();
        byPartition.forEach((partition, own) -> {
            Reading reading = readings.get(partition);
            if (reading == null) {
                throw new IllegalStateException("records of partition " + partition + ", which nobody reads here");
            }
            long[] offsets = own.stream().mapToLong(ReceivedRecord::offset).toArray();
            long[] ids = own.stream().mapToLong(Given::id).toArray();
            history.read(reading, offsets, ids, nanos);
            next.put(partition, offsets[offsets.length - 1] + 1);
        });
        return next;
    }

    private static long id(ReceivedRecord<byte[]> record) {
        byte[] value = record.valueBytes();
        long id = value == null ? ValueId.NONE : Value.decode(value);
        boolean hasItsKey = record.keyText().filter(Sender.key(id)::equals).isPresent();
        return hasItsKey ? id : ValueId.NONE;
    }
}
