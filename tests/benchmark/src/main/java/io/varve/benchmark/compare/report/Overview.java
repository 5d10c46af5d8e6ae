/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.benchmark.compare.report;

import io.varve.benchmark.compare.figure.Figures;
import io.varve.benchmark.compare.plan.Case;
import io.varve.benchmark.compare.plan.Lane;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** All workloads on one screen: for each family of lanes the better one's median of what the workload is judged by. */
final class Overview {
    private Overview() {}

    static String text(List<Case> cases, Figures figures) {
        Set<String> families = new LinkedHashSet<>();
        cases.forEach(each -> lanes(each).forEach(lane -> families.add(lane.family())));
        List<String> header = new ArrayList<>(List.of(""));
        header.addAll(families);
        Markdown table = new Markdown(header);
        for (Case each : cases) {
            List<String> row = new ArrayList<>(List.of(each.id() + ", "
                    + each.headline().title() + ", " + each.headline().unit()));
            for (String family : families) {
                row.add(best(each, family, figures));
            }
            table.row(row);
        }
        return table.text();
    }

    private static String best(Case each, String family, Figures figures) {
        List<String> names = lanes(each).stream()
                .filter(lane -> lane.family().equals(family))
                .map(Lane::name)
                .toList();
        Optional<String> best = figures.best(each.id(), names, each.headline());
        return best.flatMap(lane -> figures.spread(each.id(), lane, each.headline()))
                .map(spread ->
                        String.format(Locale.ROOT, "%,." + each.headline().decimals() + "f", spread.median()))
                .map(median -> figures.lags(each.id(), best.get()) ? median + " (rate not held)" : median)
                .orElse("");
    }

    private static List<Lane> lanes(Case each) {
        return each.entries().stream().map(entry -> entry.lane()).toList();
    }
}
