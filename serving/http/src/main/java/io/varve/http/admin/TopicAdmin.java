/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.http.admin;

import io.varve.client.admin.Admin;
import io.varve.client.admin.NewTopic;
import io.varve.client.admin.PartitionDescription;
import io.varve.client.admin.ReplayPlan;
import io.varve.client.admin.StoredRange;
import io.varve.client.admin.TopicChange;
import io.varve.client.admin.TopicPage;
import io.varve.client.admin.TopicSummary;
import io.varve.http.call.Answer;
import io.varve.http.call.Call;
import io.varve.http.call.Endpoint;
import io.varve.http.json.JsonFields;
import io.varve.http.json.JsonText;
import io.varve.protocol.name.TopicName;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;

/** Administration of topics. */
public final class TopicAdmin {
    static final Set<String> NEW_FIELDS =
            Set.of("name", "partitions", "retentionMs", "retentionBytes", "dedupWindowMs");
    static final Set<String> CHANGE_FIELDS = Set.of("partitions", "retentionMs", "retentionBytes", "dedupWindowMs");
    private static final long FOR_EVER = -1;

    private final Admin admin;

    /** By this admin. */
    public TopicAdmin(Admin admin) {
        this.admin = admin;
    }

    /** Them by their names in the API's document. */
    public Map<String, Endpoint> endpoints() {
        return Map.of(
                "listTopics", this::list,
                "createTopic", this::create,
                "describeTopic", this::describe,
                "alterTopic", this::alter,
                "deleteTopic", this::delete,
                "sealTopic", this::seal,
                "listSegments", this::segments,
                "listObjects", this::objects);
    }

    private CompletableFuture<Answer> list(Call call) {
        // Any name would do: it is checked that tenant and namespace are names.
        String namespace = call.text("tenant") + "/" + call.text("namespace") + "/";
        TopicName.parse(namespace + "x");
        String prefix = namespace + call.optionalText("prefix").orElse("");
        return admin.listTopicPageAsync(prefix, Cursor.name(call), call.number("limit"))
                .thenApply(page -> Answer.json(200, json -> {
                    json.writeStartObject();
                    json.writeArrayFieldStart("topics");
                    for (TopicSummary topic : page.topics()) {
                        json.writeStartObject();
                        TopicJson.fields(topic, json);
                        json.writeEndObject();
                    }
                    json.writeEndArray();
                    json.writeStringField("nextCursor", nextCursor(page));
                    json.writeEndObject();
                }));
    }

    private static @org.jspecify.annotations.Nullable String nextCursor(TopicPage page) {
        return page.more() && !page.topics().isEmpty()
                ? Cursor.after(page.topics().get(page.topics().size() - 1).name())
                : null;
    }

    private CompletableFuture<Answer> create(Call call) {
        JsonFields body = JsonText.object(call.body(), NEW_FIELDS);
        TopicName name = new TopicName(call.text("tenant"), call.text("namespace"), body.text("name"));
        NewTopic topic = NewTopic.of(name.shortName(), (int) body.number("partitions", 1, Integer.MAX_VALUE));
        Optional<Long> retention = body.optionalNumber("retentionMs", FOR_EVER, Long.MAX_VALUE);
        if (retention.isPresent()) {
            topic = topic.retention(retention(body, retention.get()));
        }
        Optional<Long> bytes = body.optionalNumber("retentionBytes", 1, Long.MAX_VALUE);
        if (bytes.isPresent()) {
            topic = topic.retentionBytes(bytes.get());
        }
        Optional<Long> dedup = body.optionalNumber("dedupWindowMs", 1, Long.MAX_VALUE);
        if (dedup.isPresent()) {
            topic = topic.dedupWindow(Duration.ofMillis(dedup.get()));
        }
        return admin.createTopicAsync(topic).thenApply(created -> Answer.json(201, json -> {
                    json.writeStartObject();
                    TopicJson.fields(created, json);
                    json.writeEndObject();
                })
                .header(
                        "location",
                        "/admin/v1/tenants/" + name.tenant() + "/namespaces/" + name.namespace() + "/topics/"
                                + name.topic()));
    }

    private static Duration retention(JsonFields body, long millis) {
        if (millis == 0) {
            throw body.refuse("retentionMs", "is 0; it takes at least 1, or -1 for ever");
        }
        return millis == FOR_EVER ? NewTopic.FOR_EVER : Duration.ofMillis(millis);
    }

    private CompletableFuture<Answer> describe(Call call) {
        return admin.describeTopicAsync(name(call))
                .thenApply(topic -> Answer.json(200, json -> TopicJson.describe(topic, json)));
    }

    private CompletableFuture<Answer> alter(Call call) {
        JsonFields body = JsonText.object(call.body(), CHANGE_FIELDS);
        TopicChange change = TopicChange.of();
        Optional<Long> partitions = body.optionalNumber("partitions", 1, Integer.MAX_VALUE);
        if (partitions.isPresent()) {
            change = change.partitions(partitions.get().intValue());
        }
        Optional<Long> retention = body.optionalNumber("retentionMs", FOR_EVER, Long.MAX_VALUE);
        if (retention.isPresent()) {
            change = retention.get() == 0
                    ? change.defaultRetention()
                    : change.retention(retention(body, retention.get()));
        }
        Optional<Long> bytes = body.optionalNumber("retentionBytes", 0, Long.MAX_VALUE);
        if (bytes.isPresent()) {
            change = bytes.get() == 0 ? change.unlimitedBytes() : change.retentionBytes(bytes.get());
        }
        Optional<Long> dedup = body.optionalNumber("dedupWindowMs", 0, Long.MAX_VALUE);
        if (dedup.isPresent()) {
            change = dedup.get() == 0 ? change.noDedup() : change.dedupWindow(Duration.ofMillis(dedup.get()));
        }
        boolean dryRun = call.truth("dryRun");
        return admin.alterTopicAsync(name(call), change, dryRun)
                .thenApply(altered -> Answer.json(200, json -> {
                    json.writeStartObject();
                    TopicJson.fields(altered.topic(), json);
                    json.writeNumberField("partitionsBefore", altered.partitionsBefore());
                    json.writeNumberField("movedKeyShare", altered.movedKeys().share());
                    json.writeBooleanField("dryRun", dryRun);
                    json.writeEndObject();
                }));
    }

    private CompletableFuture<Answer> delete(Call call) {
        String name = name(call);
        boolean now = call.truth("now");
        boolean dryRun = call.truth("dryRun");
        return admin.describeTopicAsync(name).thenCompose(topic -> admin.deleteTopicAsync(name, now, dryRun)
                .thenApply(deleted -> Answer.json(200, json -> {
                    json.writeStartObject();
                    TopicJson.fields(deleted, json);
                    json.writeNumberField(
                            "records",
                            topic.partitions().stream()
                                    .mapToLong(partition -> partition.nextOffset() - partition.firstOffset())
                                    .sum());
                    json.writeBooleanField("deleted", !dryRun);
                    json.writeBooleanField("dryRun", dryRun);
                    json.writeEndObject();
                })));
    }

    private CompletableFuture<Answer> seal(Call call) {
        String name = name(call);
        boolean dryRun = call.truth("dryRun");
        return admin.sealTopicAsync(name, dryRun)
                .thenApply(ended -> Answer.json(200, json -> {
                    json.writeStartObject();
                    json.writeStringField("topic", name);
                    json.writeArrayFieldStart("shards");
                    for (int shard : ended) {
                        json.writeNumber(shard);
                    }
                    json.writeEndArray();
                    json.writeBooleanField("dryRun", dryRun);
                    json.writeEndObject();
                }));
    }

    private CompletableFuture<Answer> segments(Call call) {
        return admin.describeSegmentsAsync(name(call))
                .thenApply(ranges -> Answer.json(200, json -> {
                    json.writeStartObject();
                    json.writeArrayFieldStart("segments");
                    for (StoredRange range : ranges) {
                        TopicJson.storedRange(range, json);
                    }
                    json.writeEndArray();
                    json.writeEndObject();
                }));
    }

    private CompletableFuture<Answer> objects(Call call) {
        String name = name(call);
        return admin.describeTopicAsync(name).thenCompose(topic -> {
            Map<Integer, CompletableFuture<ReplayPlan>> plans = new TreeMap<>();
            for (PartitionDescription partition : topic.partitions()) {
                plans.put(
                        partition.partition(),
                        admin.planReplayAsync(name, partition.partition(), partition.firstOffset(), -1));
            }
            return CompletableFuture.allOf(plans.values().toArray(CompletableFuture<?>[]::new))
                    .thenApply(all -> objects(plans));
        });
    }

    private static Answer objects(Map<Integer, CompletableFuture<ReplayPlan>> plans) {
        return Answer.json(200, json -> {
            json.writeStartObject();
            json.writeArrayFieldStart("objects");
            for (Map.Entry<Integer, CompletableFuture<ReplayPlan>> plan : plans.entrySet()) {
                for (ReplayPlan.Range range : plan.getValue().join().ranges()) {
                    json.writeStartObject();
                    json.writeNumberField("partition", plan.getKey());
                    json.writeStringField("objectKey", range.objectKey());
                    json.writeNumberField("firstOffset", range.firstOffset());
                    json.writeNumberField("endOffset", range.endOffset());
                    json.writeNumberField("position", range.position());
                    json.writeNumberField("length", range.length());
                    json.writeNumberField("objectBytes", range.objectBytes());
                    json.writeEndObject();
                }
            }
            json.writeEndArray();
            json.writeEndObject();
        });
    }

    private static String name(Call call) {
        return new TopicName(call.text("tenant"), call.text("namespace"), call.text("topic")).shortName();
    }
}
