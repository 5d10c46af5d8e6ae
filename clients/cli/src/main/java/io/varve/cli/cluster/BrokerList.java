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

/** Lists brokers. */
@Command(
        name = "list",
        aliases = "ls",
        header = "Lists the brokers that are there now, and how many shards each serves.",
        footer = "  varve broker list")
public final class BrokerList extends Question {
    /** See {@link Question}. */
    public BrokerList(ServerOptions options, Terminal terminal) {
        super(options, terminal);
    }

    @Override
    protected View ask(Admin admin) {
        return new Listed(admin.listBrokers(), admin.listShards());
    }

    record Listed(List<Broker> brokers, List<ShardDescription> shards) implements View {
        @Override
        public String table() {
            Table table = Table.of(left("BROKER"), left("ADDRESS"), right("SHARDS"));
            brokers.forEach(broker -> table.row(broker.id(), broker, shardsOf(broker)));
            return table.toString();
        }

        @Override
        public void json(JsonGenerator json) throws IOException {
            json.writeStartArray();
            for (Broker broker : brokers) {
                json.writeStartObject();
                json.writeStringField("brokerId", broker.id());
                json.writeStringField("address", broker.toString());
                json.writeNumberField("shards", shardsOf(broker));
                json.writeEndObject();
            }
            json.writeEndArray();
        }

        private long shardsOf(Broker broker) {
            return shards.stream()
                    .filter(shard -> shard.owner().filter(broker::equals).isPresent())
                    .count();
        }
    }
}
