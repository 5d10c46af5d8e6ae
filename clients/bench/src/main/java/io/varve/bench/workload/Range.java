/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.bench.workload;

/** Refuses numbers that a workload can't have. */
final class Range {
    private Range() {}

    /** Fails unless the value is in the range, both ends included. */
    static void check(String what, long value, long least, long most) {
        if (value < least || value > most) {
            throw new IllegalArgumentException(what + " is " + value + "; it goes from " + least + " to " + most);
        }
    }
}
