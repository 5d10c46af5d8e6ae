/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.benchmark.compare.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.varve.bench.driver.Mishap;
import io.varve.bench.workload.Work;
import io.varve.bench.workload.Workload;
import io.varve.benchmark.compare.figure.Measurement;
import io.varve.benchmark.compare.figure.Metric;
import io.varve.benchmark.compare.plan.Case;
import io.varve.benchmark.compare.plan.Entry;
import io.varve.benchmark.compare.plan.Lane;
import io.varve.benchmark.compare.plan.Scale;
import io.varve.benchmark.compare.plan.Script;
import io.varve.benchmark.compare.plan.Session;
import io.varve.benchmark.compare.system.IdleSystem;
import io.varve.benchmark.compare.system.SystemRecipe;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole way through processes and files, with a system that is only memory. */
class ComparisonTest {
    private static final Scale TINY = new Scale(300, 2, 100, 100, 500, 500, 0, 1_000_000, 2);

    @TempDir
    private Path directory;

    private final StringWriter printed = new StringWriter();

    @Test
    void aSystemThatKeepsEverythingGetsFigures() throws InterruptedException {
        List<Measurement> runs = run(Mishap.NONE);

        assertThat(runs).hasSize(1);
        assertThat(runs.get(0).refusal()).isEmpty();
        assertThat(runs.get(0).values())
                .containsKeys(
                        Metric.PRODUCED,
                        Metric.ACK_P99,
                        Metric.SERVER_CPU,
                        Metric.CLIENT_CPU,
                        Metric.PEAK_MEMORY,
                        Metric.DISK_WRITTEN,
                        Metric.DISK_LEFT,
                        Metric.OTHERS,
                        Metric.STOLEN);
        assertThat(runs.get(0).values().get(Metric.PRODUCED)).isPositive();
        assertThat(runs.get(0).values().get(Metric.PEAK_MEMORY)).isPositive();
    }

    @Test
    void aSystemThatLosesARecordIsRefused() throws InterruptedException {
        List<Measurement> runs = run(Mishap.LOSES);

        assertThat(runs)
                .singleElement()
                .matches(run -> !run.counts() && run.values().isEmpty())
                .extracting(run -> run.refusal().orElse(""))
                .asString()
                .startsWith("the warm-up was refused: ");
        assertThat(printed.toString()).contains("REFUSED");
    }

    @Test
    void aSystemThatAcknowledgesTooEarlyIsRefused() throws InterruptedException {
        assertThat(run(Mishap.ACKNOWLEDGES_EARLY)).singleElement().matches(run -> !run.counts());
    }

    @Test
    void aSystemThatDoesNotStartIsRefusedAndDoesNotEndTheComparison() throws InterruptedException {
        SystemRecipe good = new IdleSystem(Mishap.NONE);
        Session broken = session("broken", "idle-NONE");
        List<Measurement> runs = new ArrayList<>();

        comparison(Map.of("broken", new BrokenSystem(), good.name(), good))
                .perform(List.of(broken, session(good.name(), good.name())), List.of(), runs::add);

        assertThat(runs).extracting(Measurement::counts).containsExactly(false, true);
    }

    @Test
    void theSystemsDataAreGoneAfterwardsAndLogsStay() throws InterruptedException {
        run(Mishap.NONE);

        assertThat(directory.resolve("001-idle-NONE")).isDirectoryContaining("glob:**.log");
        assertThat(Files.exists(directory.resolve("001-idle-NONE").resolve("data")))
                .isFalse();
    }

    @Test
    void whatWasMeasuredBeforeIsNotRunAgain() throws InterruptedException {
        SystemRecipe good = new IdleSystem(Mishap.NONE);
        List<Measurement> runs = new ArrayList<>();
        List<Measurement> before = List.of(Measurement.checked("W1", "memory", 1, Map.of(Metric.PRODUCED, 1.0)));

        comparison(Map.of(good.name(), good))
                .perform(List.of(session(good.name(), "memory"), session(good.name(), "other")), before, runs::add);

        assertThat(runs).extracting(Measurement::lane).containsExactly("other");
    }

    @Test
    void aComparisonThatGoesOnKeepsTheLogsOfItsBeginning() throws InterruptedException {
        run(Mishap.NONE);
        run(Mishap.NONE);

        assertThat(directory.resolve("001-idle-NONE")).isDirectoryContaining("glob:**.log");
        assertThat(directory.resolve("001-idle-NONE-2")).isDirectoryContaining("glob:**.log");
    }

    private List<Measurement> run(Mishap mishap) throws InterruptedException {
        SystemRecipe recipe = new IdleSystem(mishap);
        List<Measurement> runs = new ArrayList<>();
        comparison(Map.of(recipe.name(), recipe))
                .perform(List.of(session(recipe.name(), "memory")), List.of(), runs::add);
        return runs;
    }

    private Comparison comparison(Map<String, SystemRecipe> recipes) {
        String classPath = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        return new Comparison(recipes, TINY, driver -> classPath, directory, new PrintWriter(printed, true));
    }

    private static Session session(String system, String laneName) {
        Lane lane = new Lane(laneName, laneName, system, "memory", Map.of());
        Workload load = Workload.of("W1", Work.PRODUCE, 100)
                .span(io.varve.bench.workload.Span.lasting(TINY.warmUpMillis(), TINY.durationMillis()));
        Entry entry = new Entry(lane, new Script(Script.Kind.MEASURE, load));
        return new Session(
                system,
                1,
                List.of(new Case("W1", "small records", Metric.PRODUCED, List.of(Metric.PRODUCED), List.of(entry))));
    }
}
