/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.simulation;

import java.time.Duration;

/**
 * How much a simulated cluster has of everything.
 *
 * @param brokers processes that want to own shards
 * @param shards of the cluster
 * @param partitions of the topic, each with a producer
 * @param readers that read from anywhere
 * @param members of the stream group
 * @param trouble how long things go wrong
 * @param failures share of calls to stores that fail, 0 to 1
 */
public record Scale(
        int brokers, int shards, int partitions, int readers, int members, Duration trouble, double failures) {
    /** What a seed is run with. */
    public static final Scale USUAL = new Scale(3, 3, 4, 2, 3, Duration.ofSeconds(40), 0.01);
}
