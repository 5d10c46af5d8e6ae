/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.http.admin;

import com.fasterxml.jackson.core.JsonGenerator;
import io.varve.client.admin.Admin;
import io.varve.client.admin.Namespace;
import io.varve.http.call.Answer;
import io.varve.http.call.Call;
import io.varve.http.call.Endpoint;
import io.varve.http.json.JsonFields;
import io.varve.http.json.JsonText;
import io.varve.http.json.TimeText;
import io.varve.protocol.name.TopicName;
import java.io.IOException;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/** Administration of namespaces. */
public final class NamespaceAdmin {
    static final Set<String> NEW_FIELDS = Set.of("name");

    private final Admin admin;

    /** By this admin. */
    public NamespaceAdmin(Admin admin) {
        this.admin = admin;
    }

    /** Them by their names in the API's document. */
    public Map<String, Endpoint> endpoints() {
        return Map.of(
                "listNamespaces", this::list,
                "createNamespace", this::create,
                "describeNamespace", this::describe,
                "deleteNamespace", this::delete);
    }

    private CompletableFuture<Answer> list(Call call) {
        String after = Cursor.name(call);
        // Any namespace would do: it is checked that the tenant is a name.
        String tenant = new TopicName(call.text("tenant"), "x", "x").tenant();
        return admin.listNamespacesAsync(tenant).thenApply(all -> Page.of(call, after, all, Namespace::name)
                .answer("namespaces", NamespaceAdmin::write));
    }

    private CompletableFuture<Answer> create(Call call) {
        JsonFields body = JsonText.object(call.body(), NEW_FIELDS);
        String name = name(call.text("tenant"), body.text("name"));
        return admin.createNamespaceAsync(name).thenApply(created -> Answer.json(201, json -> write(created, json))
                .header("location", "/admin/v1/tenants/" + name.replace("/", "/namespaces/")));
    }

    private CompletableFuture<Answer> describe(Call call) {
        return admin.describeNamespaceAsync(name(call))
                .thenApply(namespace -> Answer.json(200, json -> write(namespace, json)));
    }

    private CompletableFuture<Answer> delete(Call call) {
        String name = name(call);
        boolean dryRun = call.truth("dryRun");
        return admin.deleteNamespaceAsync(name, dryRun)
                .thenApply(done -> Answer.json(200, json -> {
                    json.writeStartObject();
                    json.writeStringField("namespace", name);
                    json.writeBooleanField("deleted", !dryRun);
                    json.writeBooleanField("dryRun", dryRun);
                    json.writeEndObject();
                }));
    }

    private static void write(Namespace namespace, JsonGenerator json) throws IOException {
        json.writeStartObject();
        json.writeStringField("namespace", namespace.name());
        json.writeStringField("created", TimeText.of(namespace.created()));
        json.writeStringField("shardSet", namespace.shardSet());
        json.writeEndObject();
    }

    private static String name(Call call) {
        return name(call.text("tenant"), call.text("namespace"));
    }

    private static String name(String tenant, String namespace) {
        // Any topic would do: it is checked that both are names.
        TopicName checked = new TopicName(tenant, namespace, "x");
        return checked.tenant() + "/" + checked.namespace();
    }
}
