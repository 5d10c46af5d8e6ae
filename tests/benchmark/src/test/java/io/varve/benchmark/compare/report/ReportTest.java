/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.benchmark.compare.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.varve.benchmark.compare.figure.Figures;
import io.varve.benchmark.compare.figure.Measurement;
import io.varve.benchmark.compare.figure.Metric;
import io.varve.benchmark.compare.machine.Machine;
import io.varve.benchmark.compare.plan.Case;
import io.varve.benchmark.compare.plan.Cases;
import io.varve.benchmark.compare.plan.Scale;
import io.varve.benchmark.compare.plan.Selection;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportTest {
    private static final List<Case> CASES = Selection.of(Cases.at(Scale.QUICK), List.of("W1"));
    private static final String PAGE = """
            # Benchmarks

            By hand.

            <!-- Figures: written by bin/varve bench compare --docs, from here -->
            old
            <!-- Figures: to here -->

            More by hand.
            """;

    @TempDir
    private Path directory;

    @Test
    void theBetterClientOfAPeerCountsAndRefusedRunsAreTold() throws IOException {
        report(
                        run("Varve", 1, 90),
                        run("Varve", 2, 100),
                        run("Varve", 3, 110),
                        run("Kafka", 1, 40),
                        run("Kafka, tuned", 1, 80),
                        Measurement.refused("W1", "Pulsar", 1, "2 records are missing"))
                .write(directory);

        String page = Files.readString(directory.resolve("report.md"));
        assertThat(page).contains("| Varve | 100.0 (90.0–110.0) |");
        assertThat(page).contains("| Varve | 1.25 | – |");
        assertThat(page).contains("REFUSED, Pulsar, round 1: 2 records are missing");
        assertThat(directory.resolve("W1.png")).isNotEmptyFile();
    }

    @Test
    void onlyTheGeneratedPartOfAPageIsReplaced() {
        String replaced = Page.FIGURES.replaced(PAGE, "new\n");

        assertThat(replaced).contains("By hand.", "new", "More by hand.").doesNotContain("old");
        assertThat(Page.FIGURES.replaced(replaced, "new\n")).isEqualTo(replaced);
    }

    @Test
    void aPageWithoutAPlaceForFiguresIsLeftAlone() {
        assertThatIllegalArgumentException().isThrownBy(() -> Page.FIGURES.replaced("# Benchmarks\n", "new"));
    }

    private static Report report(Measurement... runs) {
        return new Report(
                "Taken today.",
                new Machine("Linux 6", "a processor", 2, 24_000_000_000L, "Java 17"),
                List.of(),
                CASES,
                List.of("W2: not run"),
                new Figures(List.of(runs)));
    }

    private static Measurement run(String lane, int round, double produced) {
        return Measurement.checked("W1", lane, round, Map.of(Metric.PRODUCED, produced));
    }
}
