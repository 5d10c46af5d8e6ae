/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.bench.workload;

/**
 * Who reads.
 *
 * @param groups each of which gets every record
 * @param consumers in each group, a thread each
 */
public record Reading(int groups, int consumers) {
    /** One consumer. */
    public static final Reading ALONE = new Reading(1, 1);

    private static final int MAX_CONSUMERS = 10_000;

    /** Checks the ranges. */
    public Reading {
        Range.check("groups", groups, 1, MAX_CONSUMERS);
        Range.check("consumers", consumers, 1, MAX_CONSUMERS);
        Range.check("consumers of all groups", (long) groups * consumers, 1, MAX_CONSUMERS);
    }
}
