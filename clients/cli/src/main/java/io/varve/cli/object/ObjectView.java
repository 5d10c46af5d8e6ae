/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.cli.object;

import static io.varve.cli.output.Table.left;
import static io.varve.cli.output.Table.right;

import com.fasterxml.jackson.core.JsonGenerator;
import io.varve.cli.output.Facts;
import io.varve.cli.output.Human;
import io.varve.cli.output.Table;
import io.varve.cli.output.View;
import io.varve.objects.format.DirectoryRow;
import io.varve.objects.format.ObjectDirectory;
import io.varve.objects.format.ObjectMeta;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;

/**
 * An object that was read and found whole.
 *
 * @param file where it is
 * @param directory what it says about itself
 * @param rows those that were asked for
 */
record ObjectView(Path file, ObjectDirectory directory, List<DirectoryRow> rows) implements View {

    @Override
    public String table() {
        ObjectMeta meta = directory.meta();
        Facts facts = new Facts()
                .add("file", file)
                .add("size", Human.size(directory.bytes()) + ", data " + Human.size(directory.dataLength()))
                .add("cluster", meta.clusterId())
                .add("shard", meta.shard() + ", incarnation " + meta.incarnation() + ", epoch " + meta.epoch())
                .add("log sequences", meta.firstSequence() + " to " + (meta.endSequence() - 1))
                .add("written", Human.time(Instant.ofEpochMilli(meta.createdMs())))
                .add("level", meta.level())
                .add("ledgers", meta.sourceLedgers().isEmpty() ? "-" : joined(meta.sourceLedgers()))
                .add("merged from", meta.sourceKeys().isEmpty() ? "-" : joined(meta.sourceKeys()))
                .add("checked", Human.count(records(), "record") + ", all checksums right");
        Table table = Table.of(
                left("TOPIC ID"),
                right("PARTITION"),
                right("LANE"),
                right("FIRST"),
                right("NEXT"),
                right("RECORDS"),
                right("BATCHES"),
                right("SIZE"),
                left("FIRST APPEND"),
                left("LAST APPEND"));
        for (DirectoryRow row : rows) {
            table.row(
                    row.lane().topicId(),
                    row.lane().partition(),
                    row.lane().lane(),
                    row.firstOffset(),
                    row.endOffset(),
                    row.recordCount(),
                    row.batchCount(),
                    Human.size(row.dataLength()),
                    time(row.times().minAppendMs()),
                    time(row.times().maxAppendMs()));
        }
        return facts + "\n" + table;
    }

    @Override
    public void json(JsonGenerator json) throws IOException {
        ObjectMeta meta = directory.meta();
        json.writeStartObject();
        json.writeStringField("file", file.toString());
        json.writeNumberField("bytes", directory.bytes());
        json.writeNumberField("dataBytes", directory.dataLength());
        json.writeStringField("clusterId", meta.clusterId().toString());
        json.writeNumberField("shard", meta.shard());
        json.writeNumberField("incarnation", meta.incarnation());
        json.writeNumberField("epoch", meta.epoch());
        json.writeNumberField("firstSequence", meta.firstSequence());
        json.writeNumberField("endSequence", meta.endSequence());
        json.writeStringField("created", time(meta.createdMs()));
        json.writeNumberField("level", meta.level());
        json.writeNumberField("compactionGeneration", meta.compactionGeneration());
        json.writeArrayFieldStart("sourceLedgers");
        for (long ledger : meta.sourceLedgers()) {
            json.writeNumber(ledger);
        }
        json.writeEndArray();
        json.writeArrayFieldStart("sourceKeys");
        for (String key : meta.sourceKeys()) {
            json.writeString(key);
        }
        json.writeEndArray();
        json.writeArrayFieldStart("ranges");
        for (DirectoryRow row : rows) {
            json(json, row);
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    /** What a row holds, as an object. */
    static void json(JsonGenerator json, DirectoryRow row) throws IOException {
        json.writeStartObject();
        fields(json, row);
        json.writeEndObject();
    }

    /** What a row holds, as fields of the object that was begun. */
    static void fields(JsonGenerator json, DirectoryRow row) throws IOException {
        json.writeStringField("topicId", row.lane().topicId().toString());
        json.writeNumberField("partition", row.lane().partition());
        json.writeNumberField("lane", row.lane().lane());
        json.writeNumberField("firstOffset", row.firstOffset());
        json.writeNumberField("nextOffset", row.endOffset());
        json.writeNumberField("records", row.recordCount());
        json.writeNumberField("batches", row.batchCount());
        json.writeNumberField("position", row.dataPosition());
        json.writeNumberField("bytes", row.dataLength());
        json.writeStringField("minTimestamp", time(row.times().minTimestamp()));
        json.writeStringField("maxTimestamp", time(row.times().maxTimestamp()));
        json.writeStringField("minAppendTime", time(row.times().minAppendMs()));
        json.writeStringField("maxAppendTime", time(row.times().maxAppendMs()));
    }

    private long records() {
        return rows.stream().mapToLong(DirectoryRow::recordCount).sum();
    }

    private static String time(long millis) {
        return Human.time(Instant.ofEpochMilli(millis));
    }

    private static String joined(List<?> things) {
        return String.join(", ", things.stream().map(String::valueOf).toList());
    }
}
