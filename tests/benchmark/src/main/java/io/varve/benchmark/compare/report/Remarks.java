/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.benchmark.compare.report;

import io.varve.benchmark.compare.figure.Figures;
import io.varve.benchmark.compare.figure.Measurement;
import io.varve.benchmark.compare.figure.Metric;
import io.varve.benchmark.compare.figure.Spread;
import io.varve.benchmark.compare.plan.Case;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What one has to know of a workload's runs to read their figures: a paragraph each, below the table. */
final class Remarks {
    /** In percent; who takes less hardly shows. */
    private static final double DISTURBING = 10;

    private final Case each;
    private final Figures figures;

    Remarks(Case each, Figures figures) {
        this.each = each;
        this.figures = figures;
    }

    /** In Markdown; nothing when there is nothing to say. */
    String text() {
        List<String> paragraphs = new ArrayList<>();
        if (lanes().stream().anyMatch(lane -> figures.lags(each.id(), lane))) {
            paragraphs.add(
                    "Where a rate is followed by another, it is the one that was asked for, and wasn't held within 1 %: "
                            + "such times never count as better than those of one that held it.");
        }
        disturbed("Compilers, of the system or of its client,", Metric.COMPILERS)
                .ifPresent(paragraphs::add);
        disturbed("Other processes, the kernel's own among them,", Metric.OTHERS)
                .ifPresent(paragraphs::add);
        disturbed("The host", Metric.STOLEN).ifPresent(paragraphs::add);
        for (String lane : lanes()) {
            figures.refusals(each.id(), lane).forEach(run -> paragraphs.add(refusal(run)));
        }
        return String.join("", paragraphs.stream().map(line -> line + "\n\n").toList());
    }

    private Optional<String> disturbed(String who, Metric taken) {
        List<String> runs = new ArrayList<>();
        for (String lane : lanes()) {
            Optional<Spread> spread = figures.spread(each.id(), lane, taken);
            if (spread.isPresent() && spread.get().most() > DISTURBING) {
                runs.add(String.format(
                        Locale.ROOT, "%s up to %.0f %%", lane, spread.get().most()));
            }
        }
        return runs.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        who + " took more than a tenth of the processors meanwhile: " + String.join("; ", runs) + ".");
    }

    private static String refusal(Measurement run) {
        return "REFUSED, " + run.lane() + ", round " + run.round() + ": "
                + run.refusal().orElse("").lines().findFirst().orElse("");
    }

    private List<String> lanes() {
        return each.entries().stream().map(entry -> entry.lane().name()).toList();
    }
}
