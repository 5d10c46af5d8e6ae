/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.http.replay;

import com.fasterxml.jackson.core.JsonGenerator;
import io.varve.client.admin.ProgressMove;
import java.io.IOException;
import java.util.List;
import java.util.UUID;

/** A replay for a group: done when it is made, since the group reads on by itself from where its progress was moved to. */
final class GroupJob implements Job {
    private final String id = UUID.randomUUID().toString();
    private final String topic;
    private final String group;
    private final List<ProgressMove> moves;

    /** These moves were made. */
    GroupJob(String topic, String group, List<ProgressMove> moves) {
        this.topic = topic;
        this.group = group;
        this.moves = List.copyOf(moves);
    }

    @Override
    public String id() {
        return id;
    }

    @Override
    public boolean isOver() {
        return true;
    }

    @Override
    public void stop() {
        // The group has its records by now, or is about to.
    }

    @Override
    public void write(JsonGenerator json) throws IOException {
        json.writeStartObject();
        json.writeStringField("job", id);
        json.writeStringField("state", "done");
        writeTarget(json);
        // Nothing is copied.
        json.writeNumberField("records", 0);
        json.writeNumberField("bytes", 0);
        json.writeNumberField("recordsFromObjects", 0);
        json.writeNumberField("offsetsLeft", 0);
        writeMoves(json);
        json.writeNullField("error");
        json.writeEndObject();
    }

    /** What would be done, as the document's {@code Replayed}. */
    void writePlan(JsonGenerator json) throws IOException {
        json.writeStartObject();
        json.writeBooleanField("dryRun", true);
        writeTarget(json);
        writeMoves(json);
        json.writeEndObject();
    }

    private void writeTarget(JsonGenerator json) throws IOException {
        json.writeStringField("topic", topic);
        json.writeObjectFieldStart("target");
        json.writeStringField("group", group);
        json.writeEndObject();
    }

    private void writeMoves(JsonGenerator json) throws IOException {
        json.writeNumberField(
                "offsets",
                moves.stream().mapToLong(move -> Math.max(0, -move.records())).sum());
        json.writeArrayFieldStart("partitions");
        for (ProgressMove move : moves) {
            json.writeStartObject();
            json.writeNumberField("partition", move.partition());
            json.writeNumberField("firstOffset", move.to());
            json.writeEndObject();
        }
        json.writeEndArray();
    }
}
