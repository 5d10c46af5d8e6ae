/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.bench.workload;

import java.util.List;

/**
 * The topics of a workload.
 *
 * @param names of topics that exist, to be used as they are; empty = fresh ones are made
 * @param number how many
 * @param partitions of each
 */
public record Topics(List<String> names, int number, int partitions) {
    private static final int MAX = 100_000;

    /** Checks the ranges. */
    public Topics {
        names = List.copyOf(names);
        Range.check("topics", number, 1, MAX);
        Range.check("partitions", partitions, 1, MAX);
        if (!names.isEmpty() && names.size() != number) {
            throw new IllegalArgumentException("topics is " + number + ", but " + names.size() + " have names");
        }
    }

    /** Topics that are made for the run. */
    public static Topics fresh(int number, int partitions) {
        return new Topics(List.of(), number, partitions);
    }

    /** Topics that exist, all with so many partitions. */
    public static Topics named(List<String> names, int partitions) {
        return new Topics(names, names.size(), partitions);
    }
}
