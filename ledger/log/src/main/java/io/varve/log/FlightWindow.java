/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.log;

/**
 * How many entries are in flight before records begin to gather. Few make entries large and the bookies' work little; many
 * are needed when entries fill up faster than they are acknowledged.
 */
final class FlightWindow {
    /** Entries below this part of the target count as small, and so many in a row narrow the window. */
    private static final int SMALL_PART = 4;

    private static final int SMALL_IN_A_ROW = 64;

    private final int min;
    private final int max;
    private final int targetBytes;
    private int size;
    private int small;

    FlightWindow(ShardLogConfig config) {
        min = config.minInFlight();
        max = config.maxInFlight();
        targetBytes = config.entryTargetBytes();
        size = min;
    }

    int size() {
        return size;
    }

    /** An entry is full and there is no room in flight. */
    void full() {
        small = 0;
        size = Math.min(max, size + 1);
    }

    void sent(int bytes) {
        if (bytes >= targetBytes / SMALL_PART) {
            small = 0;
        } else if (++small >= SMALL_IN_A_ROW) {
            small = 0;
            size = Math.max(min, size - 1);
        }
    }
}
