/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.bench.load;

import io.varve.bench.workload.Topics;
import io.varve.bench.workload.Workload;
import java.util.List;
import java.util.stream.IntStream;

/**
 * What the things of one run are called, so that runs don't meet.
 *
 * @param runId of the run
 * @param topics that it uses, its own or not
 */
record RunNames(long runId, List<String> topics) {
    /** Names of fresh topics, unless topics have names already. */
    static RunNames of(long runId, Topics topics) {
        List<String> fresh = IntStream.range(0, topics.number())
                .mapToObj(number -> prefix(runId) + "-" + number)
                .toList();
        return new RunNames(runId, topics.names().isEmpty() ? fresh : topics.names());
    }

    /** The names of all groups of a workload. */
    List<String> groups(Workload workload) {
        return workload.isConsuming()
                ? IntStream.range(0, workload.reading().groups())
                        .mapToObj(this::group)
                        .toList()
                : List.of();
    }

    /** The name of a group. */
    private String group(int number) {
        return prefix(runId) + "-group-" + number;
    }

    private static String prefix(long runId) {
        return "bench-" + Long.toString(runId, Character.MAX_RADIX);
    }
}
