/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.cli.topic;

import static io.varve.cli.output.Table.left;
import static io.varve.cli.output.Table.right;

import com.fasterxml.jackson.core.JsonGenerator;
import io.varve.cli.output.Human;
import io.varve.cli.output.Table;
import io.varve.cli.output.View;
import io.varve.client.admin.StoredRange;
import java.io.IOException;
import java.util.List;

/** Where records are stored. */
record SegmentsView(List<StoredRange> ranges) implements View {

    @Override
    public String table() {
        Table table = Table.of(
                right("PARTITION"),
                right("FIRST"),
                right("END"),
                right("SIZE"),
                left("LAST APPEND"),
                left("STORED IN"));
        for (StoredRange range : ranges) {
            table.row(
                    range.partition(),
                    range.firstOffset(),
                    range.endOffset(),
                    Human.size(range.bytes()),
                    Human.time(range.lastAppend()),
                    range.objectKey()
                            .orElseGet(() -> "ledger " + range.ledgerId().orElseThrow()));
        }
        return table.toString();
    }

    @Override
    public void json(JsonGenerator json) throws IOException {
        json.writeStartArray();
        for (StoredRange range : ranges) {
            json.writeStartObject();
            json.writeNumberField("partition", range.partition());
            json.writeNumberField("firstOffset", range.firstOffset());
            json.writeNumberField("endOffset", range.endOffset());
            json.writeNumberField("bytes", range.bytes());
            json.writeStringField("lastAppend", Human.time(range.lastAppend()));
            if (range.objectKey().isPresent()) {
                json.writeStringField("object", range.objectKey().get());
            } else {
                json.writeNumberField("ledgerId", range.ledgerId().orElseThrow());
            }
            json.writeEndObject();
        }
        json.writeEndArray();
    }
}
