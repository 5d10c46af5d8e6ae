/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.cli.group;

import static io.varve.cli.output.Table.right;

import com.fasterxml.jackson.core.JsonGenerator;
import io.varve.cli.output.Table;
import io.varve.cli.output.View;
import io.varve.client.admin.ProgressMove;
import java.io.IOException;
import java.util.List;

/** From where to where a seek moved a group, or would. */
record SoughtView(String topic, String group, List<ProgressMove> moves, boolean dryRun) implements View {

    @Override
    public String table() {
        Table table = Table.of(right("PARTITION"), right("FROM"), right("TO"), right("RECORDS"));
        for (ProgressMove move : moves) {
            table.row(
                    move.partition(),
                    move.from().isPresent() ? move.from().getAsLong() : "-",
                    move.to(),
                    move.records());
        }
        return table + (dryRun ? "nothing was moved\n" : "");
    }

    @Override
    public void json(JsonGenerator json) throws IOException {
        json.writeStartObject();
        json.writeStringField("topic", topic);
        json.writeStringField("group", group);
        json.writeBooleanField("dryRun", dryRun);
        json.writeArrayFieldStart("partitions");
        for (ProgressMove move : moves) {
            json.writeStartObject();
            json.writeNumberField("partition", move.partition());
            if (move.from().isPresent()) {
                json.writeNumberField("from", move.from().getAsLong());
            } else {
                json.writeNullField("from");
            }
            json.writeNumberField("to", move.to());
            json.writeNumberField("records", move.records());
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeEndObject();
    }
}
