/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.cli.topic;

import static io.varve.cli.output.Table.left;
import static io.varve.cli.output.Table.right;

import com.fasterxml.jackson.core.JsonGenerator;
import io.varve.cli.output.Facts;
import io.varve.cli.output.Human;
import io.varve.cli.output.Table;
import io.varve.cli.output.View;
import io.varve.client.admin.PartitionDescription;
import io.varve.client.admin.TopicDescription;
import java.io.IOException;

/** A topic with its partitions. */
record DescribedTopic(TopicDescription topic) implements View {

    @Override
    public String table() {
        Facts facts = new Facts()
                .add("topic", topic.summary().name())
                .add("id", topic.summary().id())
                .add("created", Human.time(topic.created()))
                .add("retention", TopicView.retention(topic.summary()))
                .add("size limit", TopicView.sizeLimit(topic.summary()))
                .add("dedup", TopicView.dedupWindow(topic.summary()))
                .add("records", records());
        Table table = Table.of(
                right("PARTITION"),
                right("SHARD"),
                left("OWNER"),
                right("FIRST"),
                right("NEXT"),
                right("MEMORY"),
                right("LEDGERS"),
                right("OBJECTS"),
                left("LAST APPEND"));
        for (PartitionDescription partition : topic.partitions()) {
            table.row(
                    partition.partition(),
                    partition.shard(),
                    partition.owner(),
                    partition.firstOffset(),
                    partition.nextOffset(),
                    Human.size(partition.memoryBytes()),
                    Human.size(partition.ledgerBytes()),
                    Human.size(partition.objectBytes()),
                    partition.lastAppend().map(Human::time).orElse("-"));
        }
        return facts + "\n" + table;
    }

    @Override
    public void json(JsonGenerator json) throws IOException {
        json.writeStartObject();
        json.writeStringField("topic", topic.summary().name());
        json.writeStringField("topicId", topic.summary().id().toString());
        json.writeStringField("created", Human.time(topic.created()));
        TopicView.settings(json, topic.summary());
        json.writeArrayFieldStart("partitions");
        for (PartitionDescription partition : topic.partitions()) {
            json.writeStartObject();
            json.writeNumberField("partition", partition.partition());
            json.writeNumberField("shard", partition.shard());
            json.writeStringField("owner", partition.owner().toString());
            json.writeNumberField("firstOffset", partition.firstOffset());
            json.writeNumberField("nextOffset", partition.nextOffset());
            json.writeNumberField("memoryBytes", partition.memoryBytes());
            json.writeNumberField("ledgerBytes", partition.ledgerBytes());
            json.writeNumberField("objectBytes", partition.objectBytes());
            json.writeStringField(
                    "lastAppend", partition.lastAppend().map(Human::time).orElse(null));
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    private long records() {
        return topic.partitions().stream()
                .mapToLong(partition -> partition.nextOffset() - partition.firstOffset())
                .sum();
    }
}
