/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.cli.record;

import static io.varve.cli.output.Table.right;

import com.fasterxml.jackson.core.JsonGenerator;
import io.varve.cli.output.Human;
import io.varve.cli.output.Table;
import io.varve.cli.output.View;
import io.varve.client.record.RecordPosition;
import java.io.IOException;
import java.util.Locale;
import java.util.SortedMap;

/**
 * What was sent.
 *
 * @param topic as it was given
 * @param records stored, by now or before
 * @param duplicates those of them whose message ids were stored before
 * @param failed not stored, or not known to be
 * @param bytes of keys and values of the stored ones
 * @param seconds from the first line to the last acknowledgement
 * @param partitions what each got
 */
record SendResult(
        String topic,
        long records,
        long duplicates,
        long failed,
        long bytes,
        double seconds,
        SortedMap<Integer, SendTally.Stored> partitions)
        implements View {

    @Override
    public String table() {
        Table table = Table.of(right("PARTITION"), right("RECORDS"), right("LAST OFFSET"));
        partitions.forEach((partition, stored) -> table.row(
                partition,
                stored.records(),
                stored.lastOffset() == RecordPosition.UNKNOWN_OFFSET ? "-" : stored.lastOffset()));
        return String.format(
                        Locale.ROOT,
                        "%s%s, %s in %.1f s: %,.0f records/s, %s/s\n",
                        Human.count(records, "record"),
                        duplicates == 0 ? "" : ", " + duplicates + " of them stored before",
                        Human.size(bytes),
                        seconds,
                        perSecond(records),
                        Human.size((long) perSecond(bytes)))
                + (partitions.isEmpty() ? "" : "\n" + table);
    }

    @Override
    public void json(JsonGenerator json) throws IOException {
        json.writeStartObject();
        json.writeStringField("topic", topic);
        json.writeNumberField("records", records);
        json.writeNumberField("duplicates", duplicates);
        json.writeNumberField("failed", failed);
        json.writeNumberField("bytes", bytes);
        json.writeNumberField("seconds", Math.round(seconds * 1000) / 1000.0);
        json.writeNumberField("recordsPerSecond", Math.round(perSecond(records)));
        json.writeArrayFieldStart("partitions");
        for (var entry : partitions.entrySet()) {
            json.writeStartObject();
            json.writeNumberField("partition", entry.getKey());
            json.writeNumberField("records", entry.getValue().records());
            if (entry.getValue().lastOffset() == RecordPosition.UNKNOWN_OFFSET) {
                json.writeNullField("lastOffset");
            } else {
                json.writeNumberField("lastOffset", entry.getValue().lastOffset());
            }
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    private double perSecond(long amount) {
        return seconds > 0 ? amount / seconds : 0;
    }
}
