/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.benchmark.compare.report;

import io.varve.benchmark.compare.figure.Figures;
import io.varve.benchmark.compare.figure.Measurement;
import io.varve.benchmark.compare.figure.Metric;
import io.varve.benchmark.compare.plan.Case;
import io.varve.benchmark.compare.plan.Entry;
import io.varve.benchmark.compare.plan.Lane;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What came of one workload: all lanes, and how Varve's compare with the better one of each family of others; or, where Varve runs
 * beside itself on one server, how other ways to it compare with the native client, which comes first.
 */
final class CaseReport {
    private static final List<Metric> COSTS =
            List.of(Metric.SERVER_CPU, Metric.CLIENT_CPU, Metric.PEAK_MEMORY, Metric.DISK_WRITTEN, Metric.DISK_LEFT);
    /** What the names of its drivers begin with. */
    private static final String VARVE = "varve";

    private final Case each;
    private final Figures figures;

    CaseReport(Case each, Figures figures) {
        this.each = each;
        this.figures = figures;
    }

    /** A section in Markdown. */
    String text() {
        StringBuilder text = new StringBuilder();
        text.append("### ").append(each.id()).append(": ").append(each.title()).append("\n\n");
        text.append(lanesTable().text()).append('\n');
        if (!judged().isEmpty() && !otherFamilies().isEmpty()) {
            text.append(isBesideItself() ? "Over the native client" : "Varve over the better one of each other")
                    .append(", medians, ")
                    .append(each.headline().title())
                    .append(each.headline().isHigherBetter() ? " (more than 1 is more)" : " (less than 1 is sooner)")
                    .append(":\n\n");
            text.append(ratiosTable().text()).append('\n');
        }
        for (Measurement refused : refusals()) {
            text.append("REFUSED, ")
                    .append(refused.lane())
                    .append(", round ")
                    .append(refused.round())
                    .append(": ")
                    .append(refused.refusal().orElse("").lines().findFirst().orElse(""))
                    .append("\n\n");
        }
        return text.toString();
    }

    private Markdown lanesTable() {
        List<Metric> columns = new ArrayList<>(each.columns());
        columns.addAll(COSTS);
        List<String> header = new ArrayList<>(List.of(""));
        columns.forEach(metric -> header.add(metric.title() + ", " + metric.unit()));
        Markdown table = new Markdown(header);
        for (Entry entry : each.entries()) {
            String lane = entry.lane().name();
            List<String> row = new ArrayList<>(List.of(lane));
            columns.forEach(metric -> row.add(Numbers.of(figures.spread(each.id(), lane, metric), metric)));
            table.row(row);
        }
        return table;
    }

    private Markdown ratiosTable() {
        Set<String> families = otherFamilies();
        List<String> header = new ArrayList<>(List.of(""));
        families.forEach(family -> header.add("/ " + family));
        Markdown table = new Markdown(header);
        for (Lane lane : judged()) {
            List<String> row = new ArrayList<>(List.of(lane.name()));
            for (String family : families) {
                Optional<String> best = figures.best(each.id(), lanesOf(family), each.headline());
                row.add(best.map(other -> Numbers.ratio(figures.ratio(each.id(), lane.name(), other, each.headline())))
                        .orElse("–"));
            }
            table.row(row);
        }
        return table;
    }

    private boolean isBesideItself() {
        return lanes().stream().allMatch(CaseReport::isVarve)
                && lanes().stream().map(Lane::system).distinct().count() == 1;
    }

    private static boolean isVarve(Lane lane) {
        return lane.driver().startsWith(VARVE);
    }

    private List<Lane> judged() {
        List<Lane> varve = lanes().stream().filter(CaseReport::isVarve).toList();
        return isBesideItself() ? varve.subList(1, varve.size()) : varve;
    }

    private Set<String> otherFamilies() {
        if (isBesideItself()) {
            return Set.of(lanes().get(0).family());
        }
        Set<String> families = new LinkedHashSet<>();
        lanes().stream().filter(lane -> !isVarve(lane)).forEach(lane -> families.add(lane.family()));
        return families;
    }

    private List<String> lanesOf(String family) {
        return lanes().stream()
                .filter(lane -> lane.family().equals(family))
                .map(Lane::name)
                .toList();
    }

    private List<Lane> lanes() {
        return each.entries().stream().map(Entry::lane).toList();
    }

    private List<Measurement> refusals() {
        return lanes().stream()
                .flatMap(lane -> figures.refusals(each.id(), lane.name()).stream())
                .toList();
    }
}
