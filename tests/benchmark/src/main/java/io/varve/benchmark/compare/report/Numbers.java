/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.benchmark.compare.report;

import io.varve.benchmark.compare.figure.Metric;
import io.varve.benchmark.compare.figure.Spread;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;

/** Numbers as they stand in tables. */
final class Numbers {
    /** Where there is none. */
    static final String NONE = "–";

    private Numbers() {}

    /** The median, and the least and the most if there was more than one run. */
    static String of(Optional<Spread> spread, Metric metric) {
        return spread.map(values -> {
                    String median = number(values.median(), metric);
                    return values.runs() == 1
                            ? median
                            : median + " (" + number(values.least(), metric) + "–" + number(values.most(), metric)
                                    + ")";
                })
                .orElse(NONE);
    }

    /** How many times. */
    static String ratio(OptionalDouble ratio) {
        return ratio.isPresent() ? String.format(Locale.ROOT, "%.2f", ratio.getAsDouble()) : NONE;
    }

    private static String number(double value, Metric metric) {
        // What earlier workloads left goes meanwhile: it says nothing of what this one leaves.
        if (metric == Metric.DISK_LEFT && value < 0) {
            return "freed";
        }
        return String.format(Locale.ROOT, "%,." + metric.decimals() + "f", value);
    }
}
