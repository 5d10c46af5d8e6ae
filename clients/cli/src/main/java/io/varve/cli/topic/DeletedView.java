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
import io.varve.client.admin.DeletedTopic;
import java.io.IOException;
import java.util.List;

/** What a deletion did, or would do. */
record DeletedView(DeletedTopic topic, boolean dryRun) implements View {

    @Override
    public String table() {
        String what = "topic " + topic.name() + (dryRun ? " would be deleted" : " deleted");
        String until =
                topic.isRestorable() ? ", can be restored until " + Human.time(topic.restorableUntil()) : " for good";
        return what + until + "\n" + (dryRun ? "nothing was deleted\n" : "");
    }

    @Override
    public void json(JsonGenerator json) throws IOException {
        json.writeStartObject();
        fields(json, topic);
        json.writeBooleanField("deleted", !dryRun);
        json.writeBooleanField("dryRun", dryRun);
        json.writeEndObject();
    }

    private static void fields(JsonGenerator json, DeletedTopic topic) throws IOException {
        json.writeStringField("topic", topic.name());
        json.writeStringField("topicId", topic.id().toString());
        json.writeNumberField("partitions", topic.partitions());
        json.writeStringField("deletedAt", Human.time(topic.deleted()));
        if (topic.isRestorable()) {
            json.writeStringField("restorableUntil", Human.time(topic.restorableUntil()));
        } else {
            json.writeNullField("restorableUntil");
        }
    }

    /** All that can be restored. */
    record All(List<DeletedTopic> topics) implements View {
        @Override
        public String table() {
            Table table = Table.of(
                    left("TOPIC"), right("PARTITIONS"), left("DELETED"), left("RESTORABLE UNTIL"), left("TOPIC ID"));
            for (DeletedTopic topic : topics) {
                table.row(
                        topic.name(),
                        topic.partitions(),
                        Human.time(topic.deleted()),
                        Human.time(topic.restorableUntil()),
                        topic.id());
            }
            return table.toString();
        }

        @Override
        public void json(JsonGenerator json) throws IOException {
            json.writeStartArray();
            for (DeletedTopic topic : topics) {
                json.writeStartObject();
                fields(json, topic);
                json.writeEndObject();
            }
            json.writeEndArray();
        }
    }
}
