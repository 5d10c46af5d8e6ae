/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.benchmark.compare;

import static org.assertj.core.api.Assertions.assertThat;

import io.varve.benchmark.compare.figure.Measurement;
import io.varve.benchmark.compare.figure.Metric;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MeasurementFileTest {
    @Test
    void runsAreReadAsTheyWereWritten(@TempDir Path directory) throws IOException {
        List<Measurement> runs = List.of(
                Measurement.checked("W1", "Varve", 1, Map.of(Metric.PRODUCED, 12.5, Metric.ACK_P99, 0.25)),
                Measurement.refused("W1", "Kafka", 2, "a record came back twice"));
        MeasurementFile file = new MeasurementFile(directory.resolve("measurements.json"));

        file.write(runs);

        assertThat(file.read()).isEqualTo(runs);
    }
}
