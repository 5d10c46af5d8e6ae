/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.cli.topic;

import com.fasterxml.jackson.core.JsonGenerator;
import io.varve.cli.output.View;
import io.varve.cli.run.Question;
import io.varve.cli.run.ServerOptions;
import io.varve.cli.run.Terminal;
import io.varve.client.admin.Admin;
import io.varve.client.admin.TopicSummary;
import java.io.IOException;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Lists topics. */
@Command(name = "list", aliases = "ls", header = "Lists topics.", footer = "  varve topic list --prefix ord -o json")
public final class TopicList extends Question {
    @Option(
            names = "--prefix",
            paramLabel = "P",
            defaultValue = "",
            description =
                    "Only topics whose names start with this; with tenant/namespace/ before it those of that namespace.")
    private String prefix = "";

    /** See {@link Question}. */
    public TopicList(ServerOptions options, Terminal terminal) {
        super(options, terminal);
    }

    @Override
    protected View ask(Admin admin) {
        return new Listed(admin.listTopics(prefix));
    }

    /** Topics as the catalogue has them. */
    record Listed(List<TopicSummary> topics) implements View {
        @Override
        public String table() {
            return TopicView.table(topics);
        }

        @Override
        public void json(JsonGenerator json) throws IOException {
            json.writeStartArray();
            for (TopicSummary topic : topics) {
                new TopicView(topic).json(json);
            }
            json.writeEndArray();
        }
    }
}
