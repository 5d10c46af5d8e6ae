/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.http.admin;

import io.varve.client.admin.Admin;
import io.varve.client.admin.DeletedTopic;
import io.varve.http.call.Answer;
import io.varve.http.call.Call;
import io.varve.http.call.Endpoint;
import io.varve.protocol.error.ErrorCode;
import io.varve.protocol.error.VarveException;
import io.varve.protocol.name.TopicName;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;

/** The recycle bin: topics that were deleted and can be restored. */
public final class DeletedTopicAdmin {
    private final Admin admin;

    /** By this admin. */
    public DeletedTopicAdmin(Admin admin) {
        this.admin = admin;
    }

    /** Them by their names in the API's document. */
    public Map<String, Endpoint> endpoints() {
        return Map.of(
                "listDeletedTopics", this::list,
                "restoreTopic", this::restore,
                "purgeTopic", this::purge);
    }

    private CompletableFuture<Answer> list(Call call) {
        String after = Cursor.name(call);
        // Several may have had the same name.
        return kept(call).thenApply(kept -> Page.of(call, after, kept, topic -> topic.name() + " " + topic.id())
                .answer("topics", (topic, json) -> {
                    json.writeStartObject();
                    TopicJson.fields(topic, json);
                    json.writeEndObject();
                }));
    }

    private CompletableFuture<Answer> restore(Call call) {
        Optional<String> as = call.optionalText("as")
                .map(name -> name.indexOf('/') < 0 ? inNamespace(call, name) : TopicName.parse(name))
                .map(TopicName::toString);
        return find(call)
                .thenCompose(nameOrId -> admin.restoreTopicAsync(nameOrId, as))
                .thenApply(restored -> Answer.json(200, json -> {
                    json.writeStartObject();
                    TopicJson.fields(restored, json);
                    json.writeEndObject();
                }));
    }

    private CompletableFuture<Answer> purge(Call call) {
        boolean dryRun = call.truth("dryRun");
        return find(call)
                .thenCompose(nameOrId -> admin.purgeTopicAsync(nameOrId, dryRun))
                .thenApply(purged -> Answer.json(200, json -> {
                    json.writeStartObject();
                    TopicJson.fields(purged, json);
                    json.writeBooleanField("deleted", !dryRun);
                    json.writeBooleanField("dryRun", dryRun);
                    json.writeEndObject();
                }));
    }

    /** The full name that the path says, or the id if it is that of a topic of the path's namespace. */
    private CompletableFuture<String> find(Call call) {
        String nameOrId = call.text("topic");
        if (!isId(nameOrId)) {
            return CompletableFuture.completedFuture(inNamespace(call, nameOrId).toString());
        }
        return kept(call).thenApply(kept -> kept.stream()
                .map(topic -> topic.id().toString())
                .filter(nameOrId::equals)
                .findFirst()
                .orElseThrow(() -> new VarveException(
                        ErrorCode.TOPIC_NOT_FOUND,
                        "no deleted topic with id " + nameOrId + " is kept in " + call.text("tenant") + "/"
                                + call.text("namespace"))));
    }

    private CompletableFuture<List<DeletedTopic>> kept(Call call) {
        TopicName any = inNamespace(call, "x");
        return admin.listDeletedTopicsAsync().thenApply(all -> all.stream()
                .filter(topic -> {
                    TopicName name = TopicName.parse(topic.name());
                    return name.tenant().equals(any.tenant())
                            && name.namespace().equals(any.namespace());
                })
                .toList());
    }

    private static TopicName inNamespace(Call call, String topic) {
        return new TopicName(call.text("tenant"), call.text("namespace"), topic);
    }

    private static boolean isId(String text) {
        try {
            return UUID.fromString(text).toString().equals(text);
        } catch (IllegalArgumentException notAnId) {
            return false;
        }
    }
}
