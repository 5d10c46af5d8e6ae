/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.cli.group;

import static io.varve.cli.output.Table.left;
import static io.varve.cli.output.Table.right;

import com.fasterxml.jackson.core.JsonGenerator;
import io.varve.cli.output.Table;
import io.varve.cli.output.View;
import io.varve.cli.run.Question;
import io.varve.cli.run.ServerOptions;
import io.varve.cli.run.Terminal;
import io.varve.client.admin.Admin;
import io.varve.client.admin.GroupSummary;
import java.io.IOException;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Lists groups. */
@Command(name = "list", aliases = "ls", header = "Lists groups.", footer = "  varve group list orders")
public final class GroupList extends Question {
    @Parameters(
            paramLabel = "TOPIC",
            arity = "0..1",
            defaultValue = "",
            description = "Only groups that read this topic or have progress in it.")
    private String topic = "";

    /** See {@link Question}. */
    public GroupList(ServerOptions options, Terminal terminal) {
        super(options, terminal);
    }

    @Override
    protected View ask(Admin admin) {
        return new Listed(admin.listGroups(topic));
    }

    /** Groups of all brokers. */
    record Listed(List<GroupSummary> groups) implements View {
        @Override
        public String table() {
            Table table = Table.of(left("GROUP"), right("MEMBERS"), left("TOPICS"));
            groups.forEach(group -> table.row(group.name(), group.members(), String.join(", ", group.topics())));
            return table.toString();
        }

        @Override
        public void json(JsonGenerator json) throws IOException {
            json.writeStartArray();
            for (GroupSummary group : groups) {
                json.writeStartObject();
                json.writeStringField("group", group.name());
                json.writeNumberField("members", group.members());
                json.writeArrayFieldStart("topics");
                for (String topic : group.topics()) {
                    json.writeString(topic);
                }
                json.writeEndArray();
                json.writeEndObject();
            }
            json.writeEndArray();
        }
    }
}
