/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.benchmark.compare.report;

import io.varve.benchmark.compare.figure.Figures;
import io.varve.benchmark.compare.plan.Case;
import io.varve.benchmark.compare.plan.Entry;
import io.varve.benchmark.compare.plan.Lane;
import io.varve.benchmark.compare.plan.Likeness;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;

/**
 * How Varve's lanes compare with the better one of each family of others; or, where Varve runs beside itself on one server, how
 * its other lanes compare with the first.
 */
final class RatioTable {
    /** What the names of its drivers begin with. */
    private static final String VARVE = "varve";

    private final Case each;
    private final Figures figures;

    RatioTable(Case each, Figures figures) {
        this.each = each;
        this.figures = figures;
    }

    /** Sentence and table in Markdown; nothing when there is nobody to compare with. */
    String text() {
        List<Lane> judged = judged();
        Set<String> families = otherFamilies();
        if (judged.isEmpty() || families.isEmpty()) {
            return "";
        }
        List<String> header = new ArrayList<>(List.of(""));
        families.forEach(family -> header.add("/ " + family));
        Markdown table = new Markdown(header);
        boolean areAllAlike = true;
        for (Lane lane : judged) {
            List<String> row = new ArrayList<>(List.of(lane.name()));
            for (String family : families) {
                String ratio = ratio(lane, family);
                boolean isPlain = ratio.equals(Numbers.NONE) || isAlike(lane, family);
                areAllAlike &= isPlain;
                row.add(isPlain ? ratio : "(" + ratio + ")");
            }
            table.row(row);
        }
        return (isBesideItself() ? "Over the first of them" : "Varve over the better one of each other")
                + ", medians, "
                + each.headline().title()
                + (each.headline().isHigherBetter() ? " (more than 1 is more)" : " (less than 1 is sooner)")
                + (areAllAlike
                        ? ""
                        : ". In parentheses what isn't like and like: one process beside several, or Varve with tiering "
                                + "beside peers that don't tier")
                + ":\n\n"
                + table.text()
                + "\n";
    }

    private String ratio(Lane lane, String family) {
        Optional<String> best = figures.best(each.id(), namesOf(family), each.headline());
        return Numbers.ratio(best.map(other -> figures.ratio(each.id(), lane.name(), other, each.headline()))
                .orElse(OptionalDouble.empty()));
    }

    private boolean isAlike(Lane lane, String family) {
        return isBesideItself()
                || lanes().stream()
                        .filter(other -> other.family().equals(family))
                        .allMatch(other -> Likeness.isBetween(each, lane, other));
    }

    private boolean isBesideItself() {
        return lanes().stream().allMatch(RatioTable::isVarve)
                && lanes().stream().map(Lane::system).distinct().count() == 1;
    }

    private static boolean isVarve(Lane lane) {
        return lane.driver().startsWith(VARVE);
    }

    private List<Lane> judged() {
        List<Lane> varve = lanes().stream().filter(RatioTable::isVarve).toList();
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

    private List<String> namesOf(String family) {
        return lanes().stream()
                .filter(lane -> lane.family().equals(family))
                .map(Lane::name)
                .toList();
    }

    private List<Lane> lanes() {
        return each.entries().stream().map(Entry::lane).toList();
    }
}
