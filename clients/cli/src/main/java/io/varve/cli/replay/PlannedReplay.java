/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.cli.replay;

import static io.varve.cli.output.Table.right;

import com.fasterxml.jackson.core.JsonGenerator;
import io.varve.cli.output.Table;
import io.varve.cli.output.View;
import io.varve.replay.plan.PartitionPlan;
import io.varve.replay.plan.ReplayPlan;
import java.io.IOException;

/** What would be replayed. */
record PlannedReplay(ReplayPlan plan) implements View {

    @Override
    public String table() {
        Table table = Table.of(right("PARTITION"), right("FIRST"), right("END"), right("OFFSETS"), right("IN OBJECTS"));
        for (PartitionPlan partition : plan.partitions()) {
            table.row(
                    partition.partition(),
                    partition.firstOffset(),
                    partition.endOffset(),
                    partition.endOffset() - partition.firstOffset(),
                    partition.tailOffset() - partition.firstOffset());
        }
        return table + "nothing was replayed\n";
    }

    @Override
    public void json(JsonGenerator json) throws IOException {
        json.writeStartObject();
        json.writeBooleanField("dryRun", true);
        json.writeStringField("topic", plan.topic());
        json.writeNumberField("offsets", plan.offsets());
        json.writeNumberField("offsetsInObjects", plan.offsetsInObjects());
        json.writeArrayFieldStart("partitions");
        for (PartitionPlan partition : plan.partitions()) {
            json.writeStartObject();
            json.writeNumberField("partition", partition.partition());
            json.writeNumberField("firstOffset", partition.firstOffset());
            json.writeNumberField("endOffset", partition.endOffset());
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeEndObject();
    }
}
