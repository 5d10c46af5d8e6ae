/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.chaos.history;

import java.util.HashMap;
import java.util.Map;

/** Where each value is, by a reading of a whole partition. */
final class Places {
    private static final int[] NOWHERE = {0, -1};

    /** By value: how often, and where first. */
    private final Map<Long, int[]> places = new HashMap<>();

    private long end;

    Places(Reading reading) {
        for (Reading.Run run : reading.runs()) {
            for (int i = 0; i < run.ids.size(); i++) {
                int offset = (int) run.first + i;
                int[] place = places.computeIfAbsent(run.ids.get(i), id -> new int[] {0, offset});
                place[0]++;
            }
            end = Math.max(end, run.end());
        }
    }

    /** How often it is there. */
    int times(long id) {
        return places.getOrDefault(id, NOWHERE)[0];
    }

    /** Where it is first; -1 if nowhere. */
    long first(long id) {
        return places.getOrDefault(id, NOWHERE)[1];
    }

    /** The offset after the last record. */
    long end() {
        return end;
    }
}
