/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.http.replay;

import com.fasterxml.jackson.core.JsonGenerator;
import io.varve.http.job.Copying;
import io.varve.http.job.Job;
import io.varve.http.job.Moving;
import io.varve.http.json.TimeText;
import io.varve.replay.checkpoint.Checkpoint;
import java.io.IOException;
import java.time.Instant;
import java.util.Locale;

/** A job as the document's {@code Job}, and a group's move as its {@code Replayed}. */
final class JobAnswer {
    private JobAnswer() {}

    static void write(Job job, JsonGenerator json) throws IOException {
        json.writeStartObject();
        json.writeStringField("job", job.id());
        json.writeStringField("state", job.state().name().toLowerCase(Locale.ROOT));
        json.writeStringField("owner", job.owner().isEmpty() ? null : job.owner());
        json.writeStringField("created", time(job.createdMs()));
        json.writeStringField("ended", job.isOver() ? time(job.endedMs()) : null);
        Copying copying = job.copying();
        Moving moving = job.moving();
        if (copying != null) {
            writeTarget(job.topic(), "topic", copying.target(), json);
            Checkpoint done = copying.checkpoint();
            json.writeStringField("asked", done.asked());
            if (copying.rate() == ReplayTopic.FASTEST) {
                json.writeNullField("rate");
            } else {
                json.writeNumberField("rate", copying.rate());
            }
            writeFigures(done.records(), done.bytes(), done.recordsFromObjects(), done.offsetsLeft(), json);
        } else if (moving != null) {
            writeTarget(job.topic(), "group", moving.group(), json);
            // Nothing is copied.
            writeFigures(0, 0, 0, 0, json);
            writeMoves(moving, json);
        }
        json.writeNumberField("failures", job.failures());
        Job.Failure failure = job.error();
        if (failure == null) {
            json.writeNullField("error");
        } else {
            json.writeObjectFieldStart("error");
            json.writeStringField("code", failure.code());
            json.writeStringField("detail", failure.detail());
            json.writeBooleanField("retriable", failure.retriable());
            json.writeEndObject();
        }
        json.writeEndObject();
    }

    /** What would move, or has moved without becoming a job. */
    static void writeMoved(String topic, Moving moving, boolean dryRun, JsonGenerator json) throws IOException {
        json.writeStartObject();
        json.writeBooleanField("dryRun", dryRun);
        writeTarget(topic, "group", moving.group(), json);
        writeMoves(moving, json);
        json.writeEndObject();
    }

    static void writeTarget(String topic, String kind, String target, JsonGenerator json) throws IOException {
        json.writeStringField("topic", topic);
        json.writeObjectFieldStart("target");
        json.writeStringField(kind, target);
        json.writeEndObject();
    }

    private static String time(long ms) {
        return TimeText.of(Instant.ofEpochMilli(ms));
    }

    private static void writeFigures(long records, long bytes, long fromObjects, long left, JsonGenerator json)
            throws IOException {
        json.writeNumberField("records", records);
        json.writeNumberField("bytes", bytes);
        json.writeNumberField("recordsFromObjects", fromObjects);
        json.writeNumberField("offsetsLeft", left);
    }

    private static void writeMoves(Moving moving, JsonGenerator json) throws IOException {
        json.writeNumberField("offsets", moving.offsets());
        json.writeArrayFieldStart("partitions");
        for (var move : moving.firstOffsets().entrySet()) {
            json.writeStartObject();
            json.writeNumberField("partition", move.getKey());
            json.writeNumberField("firstOffset", move.getValue());
            json.writeEndObject();
        }
        json.writeEndArray();
    }
}
