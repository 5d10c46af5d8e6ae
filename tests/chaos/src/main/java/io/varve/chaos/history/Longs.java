/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.chaos.history;

import java.util.Arrays;

/** A list of numbers that only grows, eight bytes each: a history has millions. */
final class Longs {
    private long[] values = new long[16];
    private int size;

    void add(long value) {
        if (size == values.length) {
            values = Arrays.copyOf(values, size * 2);
        }
        values[size++] = value;
    }

    long get(int index) {
        return values[checked(index)];
    }

    void set(int index, long value) {
        values[checked(index)] = value;
    }

    /** Makes it at least this long; new places hold the filling. */
    void growTo(int length, long filling) {
        while (size < length) {
            add(filling);
        }
    }

    int size() {
        return size;
    }

    private int checked(int index) {
        if (index < 0 || index >= size) {
            throw new IndexOutOfBoundsException(index + " of " + size);
        }
        return index;
    }
}
