/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.cli.replay;

import com.fasterxml.jackson.core.JsonGenerator;
import io.varve.cli.output.Human;
import io.varve.cli.output.View;
import io.varve.replay.ReplayProgress;
import java.io.IOException;
import java.util.Locale;

/**
 * What a replay did.
 *
 * @param topic that was replayed
 * @param done in all, also before it was resumed
 * @param recordsBefore of them before it was resumed
 * @param bytesBefore of them before it was resumed
 * @param seconds that this run took
 */
record ReplayResult(String topic, ReplayProgress done, long recordsBefore, long bytesBefore, double seconds)
        implements View {

    @Override
    public String table() {
        String objects = done.records() == 0
                ? ""
                : String.format(
                        Locale.ROOT,
                        "; %.1f %% straight from objects",
                        100.0 * done.recordsFromObjects() / done.records());
        String before = recordsBefore == 0 ? "" : " (" + recordsBefore + " of them before it was resumed)";
        return String.format(
                Locale.ROOT,
                "%s%s, %s in %.1f s: %,.0f records/s, %s/s%s\n",
                Human.count(done.records(), "record"),
                before,
                Human.size(done.bytes()),
                seconds,
                perSecond(done.records() - recordsBefore),
                Human.size((long) perSecond(done.bytes() - bytesBefore)),
                objects);
    }

    @Override
    public void json(JsonGenerator json) throws IOException {
        json.writeStartObject();
        json.writeStringField("topic", topic);
        json.writeBooleanField("complete", done.complete());
        json.writeNumberField("records", done.records());
        json.writeNumberField("bytes", done.bytes());
        json.writeNumberField("recordsFromObjects", done.recordsFromObjects());
        json.writeNumberField("bytesFromObjects", done.bytesFromObjects());
        json.writeNumberField("recordsFromBroker", done.recordsFromBroker());
        json.writeNumberField("bytesFromBroker", done.bytesFromBroker());
        json.writeNumberField("recordsBefore", recordsBefore);
        json.writeNumberField("seconds", Math.round(seconds * 1000) / 1000.0);
        json.writeNumberField("recordsPerSecond", Math.round(perSecond(done.records() - recordsBefore)));
        json.writeArrayFieldStart("partitions");
        for (var entry : done.nextOffsets().entrySet()) {
            json.writeStartObject();
            json.writeNumberField("partition", entry.getKey());
            json.writeNumberField("nextOffset", entry.getValue());
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    private double perSecond(long amount) {
        return seconds > 0 ? amount / seconds : 0;
    }
}
