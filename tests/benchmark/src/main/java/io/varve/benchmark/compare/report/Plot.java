/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.benchmark.compare.report;

import io.varve.benchmark.compare.figure.Figures;
import io.varve.benchmark.compare.figure.Metric;
import io.varve.benchmark.compare.figure.Spread;
import io.varve.benchmark.compare.plan.Case;
import io.varve.benchmark.compare.plan.Entry;
import java.awt.Color;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.knowm.xchart.BitmapEncoder;
import org.knowm.xchart.CategoryChart;
import org.knowm.xchart.CategoryChartBuilder;
import org.knowm.xchart.style.AxesChartStyler.TextAlignment;

/** The medians of a workload's lanes beside each other, with the least and the most. */
final class Plot {
    private static final int WIDTH = 900;
    private static final int HEIGHT = 620;
    private static final int LABEL_DEGREES = 90;

    private Plot() {}

    /** Writes a PNG file; nothing when no lane has the metric. */
    static void write(Case each, Metric metric, Figures figures, Path file) throws IOException {
        List<String> lanes = new ArrayList<>();
        List<Spread> spreads = new ArrayList<>();
        for (Entry entry : each.entries()) {
            Optional<Spread> spread = figures.spread(each.id(), entry.lane().name(), metric);
            if (spread.isPresent()) {
                lanes.add(entry.lane().name());
                spreads.add(spread.get());
            }
        }
        if (lanes.isEmpty()) {
            return;
        }
        CategoryChart chart = new CategoryChartBuilder()
                .width(WIDTH)
                .height(HEIGHT)
                .title(each.id() + ": " + each.title())
                .yAxisTitle(metric.title() + ", " + metric.unit())
                .build();
        chart.getStyler().setXAxisLabelRotation(LABEL_DEGREES);
        chart.getStyler().setXAxisLabelAlignmentVertical(TextAlignment.Right);
        chart.getStyler().setYAxisMin(0.0);
        chart.getStyler().setChartBackgroundColor(Color.WHITE);
        // Else it leaves out every other name of many; it takes no limit below two.
        chart.getStyler().setXAxisMaxLabelCount(Math.max(2, lanes.size()));
        // Bars of their own: what the library draws around a bar is as long to one side as to the other.
        chart.addSeries("least", lanes, spreads.stream().map(Spread::least).toList());
        chart.addSeries("median", lanes, spreads.stream().map(Spread::median).toList());
        chart.addSeries("most", lanes, spreads.stream().map(Spread::most).toList());
        BitmapEncoder.saveBitmap(chart, file.toString(), BitmapEncoder.BitmapFormat.PNG);
    }
}
