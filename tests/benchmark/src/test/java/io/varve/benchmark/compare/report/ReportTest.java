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
import io.varve.benchmark.compare.peer.ClientLibrary;
import io.varve.benchmark.compare.plan.Case;
import io.varve.benchmark.compare.plan.Cases;
import io.varve.benchmark.compare.plan.OwnCases;
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

            <!-- HTTP and message ids: written by bin/varve bench compare --docs, from here -->
            others
            <!-- HTTP and message ids: to here -->
            """;

    private static final List<ClientLibrary> LIBRARIES =
            List.of(new ClientLibrary("varve", "Varve 1", Map.of("autoCommit", "5s")));

    private static final Machine MACHINE = new Machine("Linux 6", "a processor", 2, 24_000_000_000L, "Java 17");
    private static final RunConditions CONDITIONS =
            new RunConditions(Scale.FULL, List.of()).with("0123456789", MACHINE, List.of("W1", "W5", "H1"));

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
        assertThat(page).contains("Medians of up to 3 runs of each");
        assertThat(page).contains("| Varve | 100.0 (90.0–110.0) |");
        assertThat(page).contains("| Varve | (1.25) | – |");
        assertThat(page).contains("| varve | Varve 1 | `autoCommit=5s` |", "`-Xmx2g ");
        assertThat(page).contains("REFUSED, Pulsar, round 1: 2 records are missing");
        assertThat(directory.resolve("W1.png")).isNotEmptyFile();
    }

    @Test
    void whatIsLikeAndLikeIsComparedPlainly() throws IOException {
        report(
                        run("Varve", 1, 90),
                        run("Varve, tiering", 1, 80),
                        run("Varve cluster", 1, 60),
                        run("Kafka", 1, 40),
                        run("Pulsar", 1, 100))
                .write(directory);

        assertThat(directory.resolve("report.md"))
                .content()
                .contains("| Varve | (2.25) | 0.90 |", "| Varve, tiering | (2.00) | (0.80) |")
                .contains("| Varve cluster | 1.50 | (0.60) |", "In parentheses what isn't like and like");
    }

    @Test
    void whatAllFiguresHaveInCommonIsSaidFirst() throws IOException {
        report(run("Varve", 1, 90)).write(directory);

        assertThat(directory.resolve("report.md"))
                .content()
                .contains("Varve is 0123456789, on 2 processors", "puts its load on it for 5 s")
                .contains("for 5 s, and again, 16 times at most, until its own compilers and the system's")
                .contains("lasts 8 s where it goes as fast as it can, and 60 s at a fixed rate")
                .contains("Backlogs have 4,000 MB.");
    }

    @Test
    void whatIsOfAnotherCommitIsSaid() throws IOException {
        RunConditions conditions = new RunConditions(Scale.FULL, List.of())
                .with("0123456789", MACHINE, List.of("W1"))
                .with("abcdefabcd", MACHINE, List.of("W2"));
        Figures figures = new Figures(
                List.of(run("Varve", 1, 90), Measurement.checked("W2", "Varve", 1, Map.of(Metric.PRODUCED, 9.0))));

        new Report("", conditions, List.of(), List.of(), Cases.at(Scale.FULL), List.of(), figures).write(directory);

        assertThat(directory.resolve("report.md"))
                .content()
                .contains("Varve is 0123456789 in W1, on 2 processors", "Varve is abcdefabcd in W2, on 2 processors");
    }

    @Test
    void whoDidNotHoldTheRateOrWasDisturbedIsMarked() throws IOException {
        List<Case> cases = Selection.of(Cases.at(Scale.QUICK), List.of("W5"));
        Measurement slow = Measurement.checked(
                "W5",
                "Kafka",
                1,
                Map.of(
                        Metric.ASKED_RECORDS, 5_000.0,
                        Metric.PRODUCED_RECORDS, 4_000.0,
                        Metric.ACK_P99, 1.0,
                        Metric.DISK_LEFT, -3.0,
                        Metric.COMPILERS, 31.0,
                        Metric.OTHERS, 23.0,
                        Metric.STOLEN, 9.0));

        new Report("", CONDITIONS, List.of(), List.of(), cases, List.of(), new Figures(List.of(slow))).write(directory);

        assertThat(directory.resolve("report.md"))
                .content()
                .contains("| 4,000 (of 5,000) |", "wasn't held within 1 %", "| freed |")
                .contains(
                        "Other processes, the kernel's own among them, took more than a tenth of the processors meanwhile: Kafka up to 23 %.")
                .contains(
                        "Compilers, of the system or of its client, took more than a tenth of the processors meanwhile: Kafka up to 31 %.")
                .doesNotContain("The host");
    }

    @Test
    void aWorkloadOfASingleLaneHasAPlotToo() throws IOException {
        report(run("Varve", 1, 90)).write(directory);

        assertThat(directory.resolve("W1.png")).isNotEmptyFile();
    }

    @Test
    void whereVarveRunsBesideItselfTheRestIsComparedWithTheFirst() throws IOException {
        Files.writeString(directory.resolve("benchmarks.md"), PAGE);

        own(
                        Measurement.checked("H1", "Varve, tiering", 1, Map.of(Metric.PRODUCED, 80.0)),
                        Measurement.checked("H1", "Varve, HTTP", 1, Map.of(Metric.PRODUCED, 20.0)))
                .writeInto(directory, Page.OWN_FIGURES);

        String page = Files.readString(directory.resolve("benchmarks.md"));
        assertThat(page)
                .contains("One run of each.")
                .contains("old", "Over the first of them, medians, in", "| Varve, HTTP | 0.25 |");
        assertThat(page).doesNotContain("others\n");
        assertThat(directory.resolve("benchmarks").resolve("H1.png")).isNotEmptyFile();
    }

    @Test
    void aPartOfWhichNothingWasRunStaysAsItIs() throws IOException {
        Path page = Files.writeString(directory.resolve("benchmarks.md"), PAGE);

        new Report("", CONDITIONS, List.of(), List.of(), List.of(), List.of(), new Figures(List.of()))
                .writeInto(directory, Page.FIGURES);

        assertThat(page).hasContent(PAGE);
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

    private static Report own(Measurement... runs) {
        List<Case> cases = Selection.of(OwnCases.at(Scale.QUICK), List.of("H1"));
        return new Report(
                "Taken today.", CONDITIONS, List.of(), List.of(), cases, List.of(), new Figures(List.of(runs)));
    }

    private static Report report(Measurement... runs) {
        return new Report(
                "Taken today.",
                CONDITIONS,
                List.of(),
                LIBRARIES,
                CASES,
                List.of("W2: not run"),
                new Figures(List.of(runs)));
    }

    private static Measurement run(String lane, int round, double produced) {
        return Measurement.checked("W1", lane, round, Map.of(Metric.PRODUCED, produced));
    }
}
