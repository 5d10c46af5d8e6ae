/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.cli.topic;

import static io.varve.cli.output.Table.left;
import static io.varve.cli.output.Table.right;

import com.fasterxml.jackson.core.JsonGenerator;
import io.varve.cli.output.Human;
import io.varve.cli.output.Table;
import io.varve.cli.output.View;
import io.varve.client.admin.NewTopic;
import io.varve.client.admin.TopicSummary;
import io.varve.protocol.unit.Durations;
import java.io.IOException;
import java.util.List;

/** One topic as the catalogue has it. */
record TopicView(TopicSummary topic) implements View {

    @Override
    public String table() {
        return table(List.of(topic));
    }

    @Override
    public void json(JsonGenerator json) throws IOException {
        json.writeStartObject();
        fields(json, topic);
        json.writeEndObject();
    }

    /** A row for each topic. */
    static String table(List<TopicSummary> topics) {
        Table table = Table.of(
                left("TOPIC"),
                right("PARTITIONS"),
                left("RETENTION"),
                right("SIZE LIMIT"),
                left("DEDUP"),
                left("TOPIC ID"));
        for (TopicSummary topic : topics) {
            table.row(
                    topic.name(),
                    topic.partitions(),
                    retention(topic),
                    sizeLimit(topic),
                    dedupWindow(topic),
                    topic.id());
        }
        return table.toString();
    }

    /** How long records are kept, in words. */
    static String retention(TopicSummary topic) {
        return topic.retention().map(Retention::format).orElse("default");
    }

    /** How many bytes a partition keeps, in words. */
    static String sizeLimit(TopicSummary topic) {
        return topic.retentionBytes().isPresent()
                ? Human.size(topic.retentionBytes().getAsLong())
                : "none";
    }

    /** How long message ids are remembered, in words. */
    static String dedupWindow(TopicSummary topic) {
        return topic.dedupWindow().map(Durations::format).orElse("none");
    }

    /**
     * The topic's fields, in the object that was begun; {@code retentionMs} is null for the namespace's default and -1 for
     * ever, the others are null for none.
     */
    static void fields(JsonGenerator json, TopicSummary topic) throws IOException {
        json.writeStringField("topic", topic.name());
        json.writeStringField("topicId", topic.id().toString());
        json.writeNumberField("partitions", topic.partitions());
        settings(json, topic);
    }

    /** The part of the fields that says how long records are kept, and message ids. */
    static void settings(JsonGenerator json, TopicSummary topic) throws IOException {
        if (topic.retention().isPresent()) {
            boolean forEver = topic.retention().get().equals(NewTopic.FOR_EVER);
            json.writeNumberField(
                    "retentionMs", forEver ? -1 : topic.retention().get().toMillis());
        } else {
            json.writeNullField("retentionMs");
        }
        if (topic.retentionBytes().isPresent()) {
            json.writeNumberField("retentionBytes", topic.retentionBytes().getAsLong());
        } else {
            json.writeNullField("retentionBytes");
        }
        if (topic.dedupWindow().isPresent()) {
            json.writeNumberField("dedupWindowMs", topic.dedupWindow().get().toMillis());
        } else {
            json.writeNullField("dedupWindowMs");
        }
    }
}
