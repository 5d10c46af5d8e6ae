/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.cli.tier;

import static io.varve.cli.output.Table.left;
import static io.varve.cli.output.Table.right;

import com.fasterxml.jackson.core.JsonGenerator;
import io.varve.cli.output.Facts;
import io.varve.cli.output.Human;
import io.varve.cli.output.Table;
import io.varve.cli.output.View;
import io.varve.cli.run.Words;
import io.varve.client.admin.Segment;
import io.varve.client.admin.TierStatus;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * What is tiered and what is not.
 *
 * @param status as the brokers told
 * @param now when they did
 * @param listSegments whether the table has a row for each segment
 */
record TierView(TierStatus status, Instant now, boolean listSegments) implements View {

    @Override
    public String table() {
        Facts facts = new Facts()
                .add("object store", status.objectStores().isEmpty() ? "-" : String.join(", ", status.objectStores()))
                .add("objects", status.objects() + ", " + Human.size(status.objectBytes()))
                .add("oldest untiered", oldest().map(this::describe).orElse("-"))
                .add("ledgers to delete", status.ledgersPendingDelete())
                .add("last error", lastError().map(TierView::error).orElse("-"));
        if (status.paused()) {
            facts.add("paused", "yes: a broker holds back");
        }
        Table states = Table.of(left("STATE"), right("SEGMENTS"), right("SIZE"));
        for (Segment.State state : Segment.State.values()) {
            List<Segment> segments = in(state);
            states.row(Words.of(state), segments.size(), Human.size(bytes(segments)));
        }
        return facts + "\n" + states + (listSegments ? "\n" + segmentTable() : "");
    }

    @Override
    public void json(JsonGenerator json) throws IOException {
        json.writeStartObject();
        json.writeArrayFieldStart("objectStores");
        for (String store : status.objectStores()) {
            json.writeString(store);
        }
        json.writeEndArray();
        json.writeNumberField("objects", status.objects());
        json.writeNumberField("objectBytes", status.objectBytes());
        json.writeNumberField("ledgersPendingDelete", status.ledgersPendingDelete());
        json.writeBooleanField("paused", status.paused());
        Optional<Segment> oldest = oldest();
        if (oldest.isPresent()) {
            json.writeNumberField("oldestUntieredSeconds", age(oldest.get()).toMillis() / 1000.0);
        } else {
            json.writeNullField("oldestUntieredSeconds");
        }
        json.writeArrayFieldStart("states");
        for (Segment.State state : Segment.State.values()) {
            List<Segment> segments = in(state);
            json.writeStartObject();
            json.writeStringField("state", Words.of(state));
            json.writeNumberField("segments", segments.size());
            json.writeNumberField("bytes", bytes(segments));
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeArrayFieldStart("segments");
        for (Segment segment : status.segments()) {
            json(json, segment);
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    private static void json(JsonGenerator json, Segment segment) throws IOException {
        json.writeStartObject();
        json.writeNumberField("shard", segment.shard());
        json.writeNumberField("ledgerId", segment.ledgerId());
        json.writeStringField("state", Words.of(segment.state()));
        json.writeNumberField("bytes", segment.bytes());
        json.writeNumberField("firstSequence", segment.firstSequence());
        if (segment.state() == Segment.State.OPEN) {
            json.writeNullField("endSequence");
        } else {
            json.writeNumberField("endSequence", segment.endSequence());
        }
        json.writeStringField("opened", Human.time(segment.opened()));
        json.writeStringField("sealed", segment.sealed().map(Human::time).orElse(null));
        json.writeStringField("lastError", segment.lastError().orElse(null));
        json.writeEndObject();
    }

    private Table segmentTable() {
        Table table = Table.of(
                right("SHARD"), right("LEDGER"), left("STATE"), right("SIZE"), right("AGE"), left("LAST ERROR"));
        for (Segment segment : status.segments()) {
            table.row(
                    segment.shard(),
                    segment.ledgerId(),
                    Words.of(segment.state()),
                    Human.size(segment.bytes()),
                    Human.age(age(segment)),
                    segment.lastError().orElse("-"));
        }
        return table;
    }

    private List<Segment> in(Segment.State state) {
        return status.segments().stream()
                .filter(segment -> segment.state() == state)
                .toList();
    }

    private static long bytes(List<Segment> segments) {
        return segments.stream().mapToLong(Segment::bytes).sum();
    }

    /** The segment that has waited longest; an open one waits as well, since its data is not in object storage. */
    private Optional<Segment> oldest() {
        return status.segments().stream()
                .filter(segment -> segment.state() != Segment.State.TIERED && segment.bytes() > 0)
                .min(Comparator.comparing(Segment::opened));
    }

    private Optional<Segment> lastError() {
        return status.segments().stream()
                .filter(segment -> segment.lastError().isPresent())
                .max(Comparator.comparing(Segment::opened));
    }

    private String describe(Segment segment) {
        return Human.age(age(segment)) + ", " + Words.of(segment.state()) + " (shard " + segment.shard() + ", ledger "
                + segment.ledgerId() + ")";
    }

    private static String error(Segment segment) {
        return segment.lastError().orElse("") + " (shard " + segment.shard() + ", ledger " + segment.ledgerId() + ")";
    }

    private Duration age(Segment segment) {
        return Duration.between(segment.opened(), now);
    }
}
