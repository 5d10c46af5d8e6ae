/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.chaos.load;

import java.time.Duration;

/**
 * What clients do.
 *
 * @param topic that they use, and that is there
 * @param partitions of it
 * @param senders producing processes, each with a client of its own
 * @param recordsPerSecond of all senders together
 * @param members of the group at a time
 * @param seed of what they choose
 * @param warmUp for how long they are at work, once records of every partition have come through, before faults begin: a cluster
 *     that has just started compiles its code yet
 * @param drainPatience how long reading and committing the rest may take in the end
 */
public record LoadPlan(
        String topic,
        int partitions,
        int senders,
        int recordsPerSecond,
        int members,
        long seed,
        Duration warmUp,
        Duration drainPatience) {
    /** What a cluster of three brokers on two cores has no trouble with. */
    public static LoadPlan usual(long seed) {
        return new LoadPlan("chaos", 12, 4, 2_400, 3, seed, Duration.ofSeconds(5), Duration.ofMinutes(4));
    }

    public LoadPlan {
        if (partitions < 1 || senders < 1 || recordsPerSecond < senders || members < 1) {
            throw new IllegalArgumentException("there has to be a partition, a sender with a record per second, and a"
                    + " member, not " + partitions + ", " + senders + ", " + recordsPerSecond + ", " + members);
        }
    }
}
