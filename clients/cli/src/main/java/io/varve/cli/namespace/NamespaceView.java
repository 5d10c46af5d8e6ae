/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.cli.namespace;

import static io.varve.cli.output.Table.left;

import com.fasterxml.jackson.core.JsonGenerator;
import io.varve.cli.output.Human;
import io.varve.cli.output.Table;
import io.varve.cli.output.View;
import io.varve.client.admin.Namespace;
import java.io.IOException;
import java.util.List;

/** One namespace. */
record NamespaceView(Namespace namespace) implements View {

    @Override
    public String table() {
        return table(List.of(namespace));
    }

    @Override
    public void json(JsonGenerator json) throws IOException {
        object(json, namespace);
    }

    private static String table(List<Namespace> namespaces) {
        Table table = Table.of(left("NAMESPACE"), left("CREATED"), left("SHARD SET"));
        namespaces.forEach(each -> table.row(each.name(), Human.time(each.created()), each.shardSet()));
        return table.toString();
    }

    private static void object(JsonGenerator json, Namespace namespace) throws IOException {
        json.writeStartObject();
        json.writeStringField("namespace", namespace.name());
        json.writeStringField("created", Human.time(namespace.created()));
        json.writeStringField("shardSet", namespace.shardSet());
        json.writeEndObject();
    }

    /** Several of them. */
    record All(List<Namespace> namespaces) implements View {
        @Override
        public String table() {
            return NamespaceView.table(namespaces);
        }

        @Override
        public void json(JsonGenerator json) throws IOException {
            json.writeStartArray();
            for (Namespace namespace : namespaces) {
                object(json, namespace);
            }
            json.writeEndArray();
        }
    }
}
