/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.benchmark.compare;

import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.varve.benchmark.compare.figure.Measurement;
import io.varve.benchmark.compare.figure.Metric;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** All runs of a comparison as JSON. */
final class MeasurementFile {
    private static final JsonMapper MAPPER =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    private final Path file;

    /** A run as it stands in the file. */
    private record Line(
            String workload,
            String lane,
            int round,
            Map<Metric, Double> values,
            @Nullable String refused) {}

    MeasurementFile(Path file) {
        this.file = file;
    }

    /** Writes all runs, in place of what is there. */
    void write(List<Measurement> runs) {
        List<Line> lines = runs.stream()
                .map(run -> new Line(
                        run.workload(),
                        run.lane(),
                        run.round(),
                        run.values(),
                        run.refusal().orElse(null)))
                .toList();
        try {
            Files.write(file, MAPPER.writeValueAsBytes(lines));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Reads what was written. */
    List<Measurement> read() throws IOException {
        return Arrays.stream(MAPPER.readValue(file.toFile(), Line[].class))
                .map(line -> new Measurement(
                        line.workload(), line.lane(), line.round(), line.values(), Optional.ofNullable(line.refused())))
                .toList();
    }
}
