/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.benchmark.compare.report;

import io.varve.benchmark.compare.figure.Figures;
import io.varve.benchmark.compare.peer.ClientLibrary;
import io.varve.benchmark.compare.plan.Case;
import io.varve.benchmark.compare.system.SystemRecipe;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;

/**
 * The page of a comparison, with its plots beside it.
 *
 * @param heading sentences that say what was run when
 * @param conditions under which
 * @param libraries of all drivers that cases have
 * @param cases that were run
 * @param leftOut what wasn't, a line each
 */
public record Report(
        String heading,
        RunConditions conditions,
        Collection<SystemRecipe> recipes,
        Collection<ClientLibrary> libraries,
        List<Case> cases,
        List<String> leftOut,
        Figures figures) {
    /** Writes the page {@code report.md} and a plot for each workload into a directory. */
    public void write(Path directory) throws IOException {
        plot(directory);
        Files.writeString(directory.resolve("report.md"), "# Comparison\n\n" + text(""));
    }

    /**
     * Writes a generated part of {@code benchmarks.md} and its plots, into the directory of a project's pages; leaves it as it is
     * when nothing of it was run.
     */
    public void writeInto(Path docs, Page page) throws IOException {
        if (cases.isEmpty()) {
            return;
        }
        Path plots = Files.createDirectories(docs.resolve("benchmarks"));
        plot(plots);
        page.replace(docs.resolve("benchmarks.md"), text("benchmarks/"));
    }

    private void plot(Path directory) throws IOException {
        for (Case each : cases) {
            Plot.write(each, each.headline(), figures, directory.resolve(each.id() + ".png"));
        }
    }

    /** The heading says what was asked for; a comparison may have been interrupted. */
    private String runs() {
        int most = figures.runs(cases.stream().map(Case::id).toList());
        return most <= 1
                ? "One run of each."
                : "Medians of up to " + most + " runs of each, with the least and the most in parentheses.";
    }

    private String text(String plots) {
        StringBuilder text = new StringBuilder();
        text.append(heading).append("\n\n");
        List<RunConditions.Part> parts =
                conditions.partsOf(cases.stream().map(Case::id).toList());
        text.append(Conditions.parts(parts)).append('\n');
        text.append(Conditions.scale(conditions.scale())).append('\n');
        text.append(runs())
                .append(
                        " MB and GB are 10^6 and 10^9 bytes of record values; CPU is that of all server processes, and disk "
                                + "is in times the bytes of values; freed is where more went than came, of what earlier workloads "
                                + "had left.\n\n");
        text.append("### Overview\n\n")
                .append("Of each family the better client's median.\n\n")
                .append(Overview.text(cases, figures))
                .append('\n');
        for (Case each : cases) {
            text.append(new CaseReport(each, figures).text());
            text.append("![")
                    .append(each.id())
                    .append("](")
                    .append(plots)
                    .append(each.id())
                    .append(".png)\n\n");
        }
        text.append("### Systems\n\n")
                .append(Conditions.systems(recipes, parts))
                .append('\n');
        text.append("### Clients\n\n")
                .append(Conditions.libraries(libraries))
                .append("\nThese have settings beyond that; all else is their libraries' default.\n\n")
                .append(Conditions.clients(cases))
                .append('\n');
        if (!leftOut.isEmpty()) {
            text.append("### Left out\n\n");
            leftOut.forEach(line -> text.append("- ").append(line).append('\n'));
        }
        return text.toString();
    }
}
