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
import io.varve.client.admin.ShardMove;
import java.io.IOException;
import java.util.List;
import java.util.Locale;

/**
 * Moves as they are printed.
 *
 * @param moves in the order in which they are made
 */
record MovesView(List<ShardMove> moves) implements View {
    @Override
    public String table() {
        if (moves.isEmpty()) {
            return "nothing to move\n";
        }
        Table table = Table.of(right("SHARD"), left("FROM"), left("TO"), left("REASON"));
        moves.forEach(move -> table.row(move.shard(), move.from(), move.to(), move.why()));
        return table.toString();
    }

    @Override
    public void json(JsonGenerator json) throws IOException {
        json.writeStartArray();
        for (ShardMove move : moves) {
            json.writeStartObject();
            json.writeNumberField("shard", move.shard());
            json.writeStringField("from", move.from());
            json.writeStringField("to", move.to());
            json.writeStringField("reason", move.reason().name().toLowerCase(Locale.ROOT));
            json.writeStringField("why", move.why());
            json.writeEndObject();
        }
        json.writeEndArray();
    }
}
