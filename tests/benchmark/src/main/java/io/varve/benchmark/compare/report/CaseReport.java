/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.benchmark.compare.report;

import io.varve.benchmark.compare.figure.Figures;
import io.varve.benchmark.compare.figure.Metric;
import io.varve.benchmark.compare.plan.Case;
import io.varve.benchmark.compare.plan.Entry;
import java.util.ArrayList;
import java.util.List;

/** What came of one workload: all lanes, and how they compare. */
final class CaseReport {
    private static final List<Metric> COSTS =
            List.of(Metric.SERVER_CPU, Metric.CLIENT_CPU, Metric.PEAK_MEMORY, Metric.DISK_WRITTEN, Metric.DISK_LEFT);

    private final Case each;
    private final Figures figures;

    CaseReport(Case each, Figures figures) {
        this.each = each;
        this.figures = figures;
    }

    /** A section in Markdown. */
    String text() {
        return "### " + each.id() + ": " + each.title() + "\n\n"
                + lanesTable().text()
                + "\n"
                + new Remarks(each, figures).text()
                + new RatioTable(each, figures).text();
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
            columns.forEach(metric -> row.add(cell(lane, metric)));
            table.row(row);
        }
        return table;
    }

    private String cell(String lane, Metric metric) {
        String number = Numbers.of(figures.spread(each.id(), lane, metric), metric);
        boolean isShortOfIts = metric == Metric.PRODUCED_RECORDS && figures.lags(each.id(), lane);
        return isShortOfIts
                ? number + " (of " + Numbers.of(figures.spread(each.id(), lane, Metric.ASKED_RECORDS), metric) + ")"
                : number;
    }
}
