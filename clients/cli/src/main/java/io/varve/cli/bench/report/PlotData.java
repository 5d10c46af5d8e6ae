/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.cli.bench.report;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.varve.bench.workload.Figures;
import io.varve.bench.workload.Flow;
import io.varve.bench.workload.Latency;
import io.varve.bench.workload.Result;
import io.varve.bench.workload.Second;
import java.io.IOException;
import java.io.StringWriter;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/** What the page plots, as a JSON value that may stand in a script: series of points with the axes they belong to. */
final class PlotData {
    private static final double MB = 1e6;

    private final JsonGenerator json;

    private PlotData(JsonGenerator json) {
        this.json = json;
    }

    /** {@code {"throughput":[SERIES...],"times":[...],"percentiles":[...]}}, a series being {@code {"label","data":[{x,y}...]}}. */
    static String of(Result result) throws IOException {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = new JsonFactory().createGenerator(text)) {
            Figures figures = result.figures();
            new PlotData(json).write(figures == null ? new Figures(null, null, List.of(), 0) : figures, result);
        }
        return text.toString();
    }

    private void write(Figures figures, Result result) throws IOException {
        Flow in = figures.in();
        Flow out = figures.out();
        int recordBytes = result.workload().recordBytes();
        List<Second> seconds = figures.timeline();
        json.writeStartObject();
        json.writeArrayFieldStart("throughput");
        writeRate(in, "in", seconds, second -> second.recordsIn() * recordBytes / MB);
        writeRate(out, "out", seconds, second -> second.recordsOut() * recordBytes / MB);
        json.writeEndArray();
        json.writeArrayFieldStart("times");
        writeTimes(in, "acknowledgement p50", seconds, Second::ackP50Millis);
        writeTimes(in, "acknowledgement p99", seconds, Second::ackP99Millis);
        writeTimes(in, "acknowledgement max", seconds, Second::ackMaxMillis);
        writeTimes(out, "end to end p50", seconds, Second::endToEndP50Millis);
        writeTimes(out, "end to end p99", seconds, Second::endToEndP99Millis);
        writeTimes(out, "end to end max", seconds, Second::endToEndMaxMillis);
        json.writeEndArray();
        json.writeArrayFieldStart("percentiles");
        writePercentiles(in, "acknowledgement");
        writePercentiles(out, "end to end");
        json.writeEndArray();
        json.writeEndObject();
    }

    /** Per second, also of the last one, which is shorter. */
    private void writeRate(@Nullable Flow flow, String label, List<Second> seconds, ToDoubleFunction<Second> amount)
            throws IOException {
        if (flow == null) {
            return;
        }
        begin(label);
        double before = 0;
        for (Second second : seconds) {
            writePoint(second.end(), amount.applyAsDouble(second) / (second.end() - before));
            before = second.end();
        }
        end();
    }

    private void writeTimes(@Nullable Flow flow, String label, List<Second> seconds, ToDoubleFunction<Second> millis)
            throws IOException {
        if (flow == null || flow.latency() == null) {
            return;
        }
        begin(label);
        for (Second second : seconds) {
            if (millis.applyAsDouble(second) > 0) {
                writePoint(second.end(), millis.applyAsDouble(second));
            }
        }
        end();
    }

    /** Over one in how many records takes longer, so that p99 and p99.9 are as far apart as p90 and p99. */
    private void writePercentiles(@Nullable Flow flow, String label) throws IOException {
        Latency latency = flow == null ? null : flow.latency();
        if (latency == null) {
            return;
        }
        begin(label);
        for (Latency.Point point : latency.curve()) {
            writePoint(point.oneIn(), point.millis());
        }
        end();
    }

    private void begin(String label) throws IOException {
        json.writeStartObject();
        json.writeStringField("label", label);
        json.writeArrayFieldStart("data");
    }

    private void writePoint(double x, double y) throws IOException {
        json.writeStartObject();
        json.writeNumberField("x", x);
        json.writeNumberField("y", y);
        json.writeEndObject();
    }

    private void end() throws IOException {
        json.writeEndArray();
        json.writeEndObject();
    }
}
