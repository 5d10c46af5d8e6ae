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
import java.io.IOException;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Seals the present segments of a topic's shards. */
@Command(
        name = "seal",
        header = "Ends the present segment of every shard that holds the topic, so that it can be tiered now.",
        description = {
            "",
            "Other topics in these shards are sealed along with it. Nothing stops: the next write begins a new segment."
        },
        footer = {"  varve topic seal orders --dry-run", "  varve topic seal orders && varve tier status"})
public final class TopicSeal extends Question {
    @Parameters(paramLabel = "NAME", description = "The topic.")
    private String name = "";

    @Option(names = "--dry-run", description = "Only says which shards have something to seal.")
    private boolean dryRun;

    /** See {@link Question}. */
    public TopicSeal(ServerOptions options, Terminal terminal) {
        super(options, terminal);
    }

    @Override
    protected View ask(Admin admin) {
        return new Sealed(name, admin.sealTopic(name, dryRun), dryRun);
    }

    /**
     * What was sealed.
     *
     * @param topic as it was given
     * @param shards those that had anything to seal
     * @param dryRun whether they still have
     */
    record Sealed(String topic, List<Integer> shards, boolean dryRun) implements View {
        @Override
        public String table() {
            if (shards.isEmpty()) {
                return topic + ": nothing to seal\n";
            }
            String list = String.join(", ", shards.stream().map(String::valueOf).toList());
            return topic + (dryRun ? ": would seal shards " : ": sealed shards ") + list + "\n";
        }

        @Override
        public void json(JsonGenerator json) throws IOException {
            json.writeStartObject();
            json.writeStringField("topic", topic);
            json.writeArrayFieldStart("shards");
            for (int shard : shards) {
                json.writeNumber(shard);
            }
            json.writeEndArray();
            json.writeBooleanField("dryRun", dryRun);
            json.writeEndObject();
        }
    }
}
