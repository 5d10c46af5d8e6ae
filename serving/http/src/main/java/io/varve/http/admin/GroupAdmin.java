/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.http.admin;

import com.fasterxml.jackson.core.JsonGenerator;
import io.varve.client.admin.Admin;
import io.varve.client.admin.GroupDescription;
import io.varve.client.admin.GroupPartition;
import io.varve.client.admin.GroupSummary;
import io.varve.client.admin.ProgressMove;
import io.varve.client.reader.StartPosition;
import io.varve.client.record.TopicPartition;
import io.varve.http.call.Answer;
import io.varve.http.call.Call;
import io.varve.http.call.Endpoint;
import io.varve.http.json.JsonFields;
import io.varve.http.json.JsonText;
import io.varve.http.json.Positions;
import io.varve.protocol.name.GroupName;
import io.varve.protocol.name.TopicName;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/** Administration of groups. */
public final class GroupAdmin {
    static final Set<String> SEEK_FIELDS = Set.of("topic", "partitions", "to");
    private static final int MOST_PARTITIONS = 10_000;

    private final Admin admin;

    /** By this admin. */
    public GroupAdmin(Admin admin) {
        this.admin = admin;
    }

    /** Them by their names in the API's document. */
    public Map<String, Endpoint> endpoints() {
        return Map.of(
                "listGroups", this::list,
                "describeGroup", this::describe,
                "deleteGroup", this::delete,
                "seekGroup", this::seek);
    }

    private CompletableFuture<Answer> list(Call call) {
        GroupName any = new GroupName(call.text("tenant"), call.text("namespace"), "x");
        String after = Cursor.name(call);
        return admin.listGroupsAsync(call.optionalText("topic").orElse("")).thenApply(groups -> {
            List<GroupSummary> ofNamespace = groups.stream()
                    .filter(group -> isIn(any, GroupName.parse(group.name())))
                    .toList();
            return Page.of(call, after, ofNamespace, GroupSummary::name).answer("groups", (group, json) -> {
                json.writeStartObject();
                json.writeStringField("group", group.name());
                json.writeNumberField("members", group.members());
                strings("topics", group.topics(), json);
                json.writeEndObject();
            });
        });
    }

    private static boolean isIn(GroupName namespace, GroupName group) {
        return group.tenant().equals(namespace.tenant()) && group.namespace().equals(namespace.namespace());
    }

    private CompletableFuture<Answer> describe(Call call) {
        return admin.describeGroupAsync(name(call)).thenApply(group -> Answer.json(200, json -> describe(group, json)));
    }

    private static void describe(GroupDescription group, JsonGenerator json) throws IOException {
        json.writeStartObject();
        json.writeStringField("group", group.name());
        json.writeArrayFieldStart("members");
        for (GroupDescription.Member member : group.members()) {
            json.writeStartObject();
            json.writeStringField("memberId", member.id());
            json.writeStringField("clientId", member.clientId());
            strings("topics", member.topics(), json);
            json.writeArrayFieldStart("assigned");
            for (TopicPartition partition : member.assigned()) {
                json.writeStartObject();
                json.writeStringField("topic", partition.topic());
                json.writeNumberField("partition", partition.partition());
                json.writeEndObject();
            }
            json.writeEndArray();
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeArrayFieldStart("partitions");
        for (GroupPartition partition : group.partitions()) {
            json.writeStartObject();
            json.writeStringField("topic", partition.partition().topic());
            json.writeNumberField("partition", partition.partition().partition());
            json.writeStringField("memberId", partition.memberId().orElse(null));
            if (partition.committedOffset() < 0) {
                json.writeNullField("committedOffset");
            } else {
                json.writeNumberField("committedOffset", partition.committedOffset());
            }
            json.writeNumberField("nextOffset", partition.nextOffset());
            json.writeNumberField("lagRecords", partition.lagRecords());
            if (partition.lagTime().isPresent()) {
                json.writeNumberField("lagSeconds", partition.lagTime().get().toMillis() / 1000.0);
            } else {
                json.writeNullField("lagSeconds");
            }
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    private CompletableFuture<Answer> delete(Call call) {
        String name = name(call);
        boolean dryRun = call.truth("dryRun");
        return admin.describeGroupAsync(name).thenCompose(group -> {
            CompletableFuture<Void> deleted =
                    dryRun ? CompletableFuture.completedFuture(null) : admin.deleteGroupAsync(name);
            return deleted.thenApply(done -> Answer.json(200, json -> {
                json.writeStartObject();
                json.writeStringField("group", group.name());
                json.writeBooleanField("dryRun", dryRun);
                json.writeBooleanField("deletable", group.members().isEmpty());
                json.writeBooleanField("deleted", !dryRun);
                json.writeNumberField("members", group.members().size());
                json.writeNumberField(
                        "partitions",
                        group.partitions().stream()
                                .filter(partition -> partition.committedOffset() >= 0)
                                .count());
                json.writeEndObject();
            }));
        });
    }

    private CompletableFuture<Answer> seek(Call call) {
        JsonFields body = JsonText.object(call.body(), SEEK_FIELDS);
        String topic = TopicName.parse(body.text("topic")).shortName();
        List<Integer> partitions = body.numbers("partitions", 0, Integer.MAX_VALUE, MOST_PARTITIONS);
        StartPosition to = Positions.read(body, "to");
        boolean dryRun = call.truth("dryRun");
        String group = name(call);
        return admin.seekGroupAsync(group, topic, partitions, to, dryRun)
                .thenApply(moves -> Answer.json(200, json -> {
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
                }));
    }

    private static void strings(String field, List<String> values, JsonGenerator json) throws IOException {
        json.writeArrayFieldStart(field);
        for (String value : values) {
            json.writeString(value);
        }
        json.writeEndArray();
    }

    private static String name(Call call) {
        return new GroupName(call.text("tenant"), call.text("namespace"), call.text("group")).shortName();
    }
}
