/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.cli.cluster;

import static io.varve.cli.output.Table.left;
import static io.varve.cli.output.Table.right;

import com.fasterxml.jackson.core.JsonGenerator;
import io.varve.cli.output.Table;
import io.varve.cli.output.View;
import io.varve.cli.run.Question;
import io.varve.cli.run.ServerOptions;
import io.varve.cli.run.Terminal;
import io.varve.client.admin.Admin;
import io.varve.client.admin.Broker;
import io.varve.client.admin.ShardDescription;
import java.io.IOException;
import java.util.List;
import picocli.CommandLine.Command;

/** Lists shards. */
@Command(
        name = "list",
        aliases = "ls",
        header = "Lists the cluster's shards and the brokers that serve them.",
        footer = "  varve shard list")
public final class ShardList extends Question {
    /** See {@link Question}. */
    public ShardList(ServerOptions options, Terminal terminal) {
        super(options, terminal);
    }

    @Override
    protected View ask(Admin admin) {
        return new Listed(admin.listShards());
    }

    record Listed(List<ShardDescription> shards) implements View {
        @Override
        public String table() {
            Table table = Table.of(right("SHARD"), left("SHARD SET"), left("BROKER"), left("ADDRESS"));
            for (ShardDescription shard : shards) {
                table.row(
                        shard.shard(),
                        shard.shardSet(),
                        shard.owner().map(Broker::id).orElse("-"),
                        shard.owner().map(Broker::toString).orElse("-"));
            }
            return table.toString();
        }

        @Override
        public void json(JsonGenerator json) throws IOException {
            json.writeStartArray();
            for (ShardDescription shard : shards) {
                json.writeStartObject();
                json.writeNumberField("shard", shard.shard());
                json.writeStringField("shardSet", shard.shardSet());
                json.writeStringField("brokerId", shard.owner().map(Broker::id).orElse(null));
                json.writeStringField(
                        "address", shard.owner().map(Broker::toString).orElse(null));
                json.writeEndObject();
            }
            json.writeEndArray();
        }
    }
}
