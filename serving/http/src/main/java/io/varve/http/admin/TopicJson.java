/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.http.admin;

import com.fasterxml.jackson.core.JsonGenerator;
import io.varve.client.admin.DeletedTopic;
import io.varve.client.admin.NewTopic;
import io.varve.client.admin.PartitionDescription;
import io.varve.client.admin.Segment;
import io.varve.client.admin.StoredRange;
import io.varve.client.admin.TopicDescription;
import io.varve.client.admin.TopicSummary;
import io.varve.http.json.TimeText;
import java.io.IOException;
import java.util.Locale;

/** Topics and what holds them, in the form that the command line has with {@code -o json}. */
final class TopicJson {
    private TopicJson() {}

    /** The fields of a topic, in the object that was begun. */
    static void fields(TopicSummary topic, JsonGenerator json) throws IOException {
        json.writeStringField("topic", topic.name());
        json.writeStringField("topicId", topic.id().toString());
        json.writeNumberField("partitions", topic.partitions());
        settings(topic, json);
    }

    /** The fields of a deleted topic, in the object that was begun. */
    static void fields(DeletedTopic topic, JsonGenerator json) throws IOException {
        json.writeStringField("topic", topic.name());
        json.writeStringField("topicId", topic.id().toString());
        json.writeNumberField("partitions", topic.partitions());
        json.writeStringField("deletedAt", TimeText.of(topic.deleted()));
        json.writeStringField("restorableUntil", topic.isRestorable() ? TimeText.of(topic.restorableUntil()) : null);
    }

    static void describe(TopicDescription topic, JsonGenerator json) throws IOException {
        json.writeStartObject();
        json.writeStringField("topic", topic.summary().name());
        json.writeStringField("topicId", topic.summary().id().toString());
        json.writeStringField("created", TimeText.of(topic.created()));
        settings(topic.summary(), json);
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
                    "lastAppend", partition.lastAppend().map(TimeText::of).orElse(null));
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    static void segment(Segment segment, JsonGenerator json) throws IOException {
        json.writeStartObject();
        json.writeNumberField("shard", segment.shard());
        json.writeNumberField("ledgerId", segment.ledgerId());
        json.writeStringField("state", segment.state().name().toLowerCase(Locale.ROOT));
        json.writeNumberField("bytes", segment.bytes());
        json.writeNumberField("firstSequence", segment.firstSequence());
        if (segment.state() == Segment.State.OPEN) {
            json.writeNullField("endSequence");
        } else {
            json.writeNumberField("endSequence", segment.endSequence());
        }
        json.writeStringField("opened", TimeText.of(segment.opened()));
        json.writeStringField("sealed", segment.sealed().map(TimeText::of).orElse(null));
        json.writeStringField("lastError", segment.lastError().orElse(null));
        json.writeEndObject();
    }

    static void storedRange(StoredRange range, JsonGenerator json) throws IOException {
        json.writeStartObject();
        json.writeNumberField("partition", range.partition());
        json.writeNumberField("firstOffset", range.firstOffset());
        json.writeNumberField("endOffset", range.endOffset());
        json.writeNumberField("bytes", range.bytes());
        json.writeStringField("lastAppend", TimeText.of(range.lastAppend()));
        if (range.objectKey().isPresent()) {
            json.writeStringField("object", range.objectKey().get());
        } else {
            json.writeNumberField("ledgerId", range.ledgerId().orElseThrow());
        }
        json.writeEndObject();
    }

    private static void settings(TopicSummary topic, JsonGenerator json) throws IOException {
        if (topic.retention().isPresent()) {
            boolean isForEver = topic.retention().get().equals(NewTopic.FOR_EVER);
            json.writeNumberField(
                    "retentionMs", isForEver ? -1 : topic.retention().get().toMillis());
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
