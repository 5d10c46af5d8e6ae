/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.benchmark.compare.profile;

import java.time.Duration;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** How often and how long threads waited, by what for. */
final class Waits {
    private final Map<String, Wait> byWhat = new LinkedHashMap<>();

    /**
     * All waits of a kind.
     *
     * @param number how many
     * @param nanos their sum
     * @param most the longest
     */
    record Wait(long number, long nanos, long most) {
        static final Wait NONE = new Wait(0, 0, 0);

        Wait plus(long more) {
            return new Wait(number + 1, nanos + more, Math.max(most, more));
        }
    }

    void add(String what, Duration time) {
        byWhat.put(what, byWhat.getOrDefault(what, Wait.NONE).plus(time.toNanos()));
    }

    /** Those that took the longest in sum. */
    List<Map.Entry<String, Wait>> longest(int atMost) {
        return byWhat.entrySet().stream()
                .sorted(Comparator.comparingLong(entry -> -entry.getValue().nanos()))
                .limit(atMost)
                .toList();
    }
}
