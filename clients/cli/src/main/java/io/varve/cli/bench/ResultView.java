/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.cli.bench;

import static io.varve.cli.output.Table.left;
import static io.varve.cli.output.Table.right;

import com.fasterxml.jackson.core.JsonGenerator;
import io.varve.bench.workload.Figures;
import io.varve.bench.workload.Flow;
import io.varve.bench.workload.Json;
import io.varve.bench.workload.Latency;
import io.varve.bench.workload.Result;
import io.varve.bench.workload.Sending;
import io.varve.bench.workload.Workload;
import io.varve.cli.output.Facts;
import io.varve.cli.output.Human;
import io.varve.cli.output.Table;
import io.varve.cli.output.View;
import java.io.IOException;
import java.util.Locale;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The figures of a run.
 *
 * @param result of the run; a refused one has an empty table
 */
public record ResultView(Result result) implements View {

    @Override
    public String table() {
        Figures figures = result.figures();
        return figures == null ? "" : head() + "\n" + flows(figures) + latencies(figures);
    }

    /** What was run and when. */
    String title() {
        return "varve bench " + result.workload().name() + ", " + result.startedAt();
    }

    private String head() {
        Facts facts = new Facts().add("run", describe(result.workload()));
        if (!result.settings().isEmpty()) {
            facts.add(
                    "settings",
                    new TreeMap<>(result.settings())
                            .entrySet().stream()
                                    .map(setting -> setting.getKey() + "=" + setting.getValue())
                                    .collect(Collectors.joining(", ")));
        }
        return facts.add("check", "every record came back once and as it was sent")
                .toString();
    }

    private static String describe(Workload workload) {
        StringBuilder text = new StringBuilder(workload.name())
                .append(": ")
                .append(Human.count(workload.topics().number(), "topic"))
                .append(workload.topics().number() == 1 ? " with " : " with each ")
                .append(Human.count(workload.topics().partitions(), "partition"));
        if (workload.isProducing() || workload.backlog() != null) {
            text.append(", records of ").append(workload.recordBytes()).append(" B");
        }
        if (workload.keys() > 0) {
            text.append(" with ").append(Human.count(workload.keys(), "key"));
        }
        if (workload.isProducing()) {
            text.append(", ").append(describe(workload.sending()));
        }
        if (workload.isConsuming()) {
            text.append(", ")
                    .append(Human.count(workload.reading().groups(), "group"))
                    .append(" of ")
                    .append(Human.count(workload.reading().consumers(), "consumer"));
        }
        return text.toString();
    }

    private static String describe(Sending sending) {
        return Human.count(sending.producers(), "producer")
                + (sending.synchronous() ? " with one record at a time" : "")
                + (sending.recordsPerSecond() == 0
                        ? " at full speed"
                        : String.format(Locale.ROOT, " at %,d records/s", sending.recordsPerSecond()));
    }

    private static String flows(Figures figures) {
        Table table = Table.of(left(""), right("RECORDS"), right("SECONDS"), right("RECORDS/S"), right("MB/S"));
        addFlow(table, "in", figures.in());
        addFlow(table, "out", figures.out());
        return table.toString();
    }

    private static void addFlow(Table table, String name, @Nullable Flow flow) {
        if (flow != null) {
            table.row(
                    name,
                    String.format(Locale.ROOT, "%,d", flow.records()),
                    String.format(Locale.ROOT, "%.2f", flow.seconds()),
                    String.format(Locale.ROOT, "%,.0f", flow.recordsPerSecond()),
                    String.format(Locale.ROOT, "%.1f", flow.mbPerSecond()));
        }
    }

    private static String latencies(Figures figures) {
        Table table =
                Table.of(left("MILLISECONDS"), right("P50"), right("P90"), right("P99"), right("P99.9"), right("MAX"));
        boolean any = addLatency(table, "acknowledgement", figures.in());
        any |= addLatency(table, "end to end", figures.out());
        return any ? "\n" + table : "";
    }

    private static boolean addLatency(Table table, String name, @Nullable Flow flow) {
        Latency latency = flow == null ? null : flow.latency();
        if (latency == null) {
            return false;
        }
        table.row(
                name,
                millis(latency.p50Millis()),
                millis(latency.p90Millis()),
                millis(latency.p99Millis()),
                millis(latency.p999Millis()),
                millis(latency.maxMillis()));
        return true;
    }

    private static String millis(double millis) {
        return String.format(Locale.ROOT, "%.2f", millis);
    }

    /** All of the result but what was written, of which a reader of figures has no use. */
    @Override
    public void json(JsonGenerator json) throws IOException {
        json.writeRawValue(Json.line(new Result(
                result.system(),
                result.settings(),
                result.workload(),
                result.startedAt(),
                result.refused(),
                result.figures(),
                null)));
    }
}
