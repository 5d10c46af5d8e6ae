/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.benchmark.compare.profile;

import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Amounts by name. */
final class Shares {
    private final Map<String, Double> byName = new LinkedHashMap<>();
    private double sum;

    void add(String name, double amount) {
        byName.merge(name, amount, Double::sum);
        sum += amount;
    }

    /** Of all names. */
    double sum() {
        return sum;
    }

    /** Of one name. */
    double of(String name) {
        return byName.getOrDefault(name, 0.0);
    }

    /** The names with the largest amounts. */
    List<Map.Entry<String, Double>> largest(int atMost) {
        return byName.entrySet().stream()
                .sorted(Comparator.comparingDouble(entry -> -entry.getValue()))
                .limit(atMost)
                .toList();
    }
}
