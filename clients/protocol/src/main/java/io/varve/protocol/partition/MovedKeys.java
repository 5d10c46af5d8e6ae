/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.protocol.partition;

/**
 * The share of all keys that another number of partitions sends to another partition.
 *
 * @param moved numerator, 0 if none
 * @param of denominator; the two have no common divisor
 */
public record MovedKeys(int moved, int of) {

    /**
     * The share when a topic with {@code before} partitions gets {@code after}, both at least 1. A hash {@code h} stays where
     * {@code h mod before == h mod after}: in {@code min(before, after)} of each {@code lcm(before, after)} consecutive hashes.
     * So {@code 1 - gcd / max} of the keys move, as their hashes are spread evenly.
     */
    public static MovedKeys between(int before, int after) {
        int most = Math.max(before, after);
        int of = most / gcd(before, after);
        return new MovedKeys(of - 1, of);
    }

    /** The share, 0 to 1. */
    public double share() {
        return (double) moved / of;
    }

    private static int gcd(int a, int b) {
        return b == 0 ? a : gcd(b, a % b);
    }
}
