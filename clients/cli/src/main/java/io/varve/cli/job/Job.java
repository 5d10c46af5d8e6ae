/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.cli.job;

import com.fasterxml.jackson.core.JsonGenerator;
import io.varve.cli.output.Facts;
import java.io.IOException;
import java.util.Map;

/**
 * A replay as its server tells it.
 *
 * @param fields of the server's JSON, those of objects in it with a dot before them; null ones are left out
 */
record Job(Map<String, String> fields) {
    Job {
        fields = Map.copyOf(fields);
    }

    String id() {
        return text("job");
    }

    String state() {
        return text("state");
    }

    String topic() {
        return text("topic");
    }

    /** A topic's name, or {@code group NAME}. */
    String target() {
        return isForGroup() ? "group " + text("target.group") : text("target.topic");
    }

    long records() {
        return number("records");
    }

    long bytes() {
        return number("bytes");
    }

    long offsetsLeft() {
        return number("offsetsLeft");
    }

    /** What only a description has, of what there is. */
    Facts facts() {
        Facts facts = new Facts().add("created", text("created"));
        if (fields.containsKey("ended")) {
            facts.add("ended", text("ended"));
        }
        if (fields.containsKey("owner")) {
            facts.add("owner", text("owner"));
        }
        if (!isForGroup()) {
            facts.add("asked", text("asked"));
            facts.add("rate", fields.containsKey("rate") ? number("rate") + " records a second" : "no limit");
        }
        return facts.add("failures", number("failures"));
    }

    /** Why it failed; empty if it didn't. */
    String error() {
        return fields.containsKey("error.code") ? text("error.code") + ": " + text("error.detail") : "";
    }

    /** In the server's own form. */
    void write(JsonGenerator json) throws IOException {
        json.writeStartObject();
        json.writeStringField("job", id());
        json.writeStringField("state", state());
        json.writeStringField("owner", fields.get("owner"));
        json.writeStringField("created", fields.get("created"));
        json.writeStringField("ended", fields.get("ended"));
        json.writeStringField("topic", topic());
        json.writeObjectFieldStart("target");
        json.writeStringField(
                isForGroup() ? "group" : "topic", isForGroup() ? text("target.group") : text("target.topic"));
        json.writeEndObject();
        if (!isForGroup()) {
            json.writeStringField("asked", fields.get("asked"));
            json.writeFieldName("rate");
            if (fields.containsKey("rate")) {
                json.writeNumber(number("rate"));
            } else {
                json.writeNull();
            }
        }
        json.writeNumberField("records", records());
        json.writeNumberField("bytes", bytes());
        json.writeNumberField("recordsFromObjects", number("recordsFromObjects"));
        json.writeNumberField("offsetsLeft", offsetsLeft());
        if (isForGroup()) {
            json.writeNumberField("offsets", number("offsets"));
        }
        json.writeNumberField("failures", number("failures"));
        json.writeFieldName("error");
        if (error().isEmpty()) {
            json.writeNull();
        } else {
            json.writeStartObject();
            json.writeStringField("code", text("error.code"));
            json.writeStringField("detail", text("error.detail"));
            json.writeBooleanField("retriable", text("error.retriable").equals("true"));
            json.writeEndObject();
        }
        json.writeEndObject();
    }

    private boolean isForGroup() {
        return fields.containsKey("target.group");
    }

    private String text(String field) {
        return fields.getOrDefault(field, "");
    }

    private long number(String field) {
        return Long.parseLong(fields.getOrDefault(field, "0"));
    }
}
