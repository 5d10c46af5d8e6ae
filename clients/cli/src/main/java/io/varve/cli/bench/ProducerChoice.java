/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.cli.bench;

import io.varve.bench.workload.Sending;
import java.util.Map;
import picocli.CommandLine.Option;

/** How records are sent. */
final class ProducerChoice {
    @Option(
            names = "--producers",
            paramLabel = "N",
            defaultValue = "1",
            description = "Threads that send. Default: ${DEFAULT-VALUE}.")
    private int producers = 1;

    @Option(
            names = "--rate",
            paramLabel = "RATE",
            defaultValue = "max",
            converter = Rate.Converter.class,
            description =
                    "Of all producers together, in records/s like 5000 or in bytes/s like 20MB/s. Each record's times count"
                            + " from when it was to be sent. Default: ${DEFAULT-VALUE}, as fast as the client takes records.")
    private Rate rate = new Rate(0, 0);

    @Option(
            names = "--synchronous",
            description = "Each producer waits for the acknowledgement of a record before it sends the next.")
    private boolean synchronous;

    @Option(
            names = "--message-ids",
            description =
                    "Gives each record a message id of its own, and the fresh topics a day to remember them. Such a record is a"
                            + " batch of its own.")
    private boolean messageIds;

    /** The way to send records of this size. */
    Sending of(int recordBytes) {
        return new Sending(producers, rate.recordsPerSecond(recordBytes), synchronous);
    }

    /** What the client is told. */
    Map<String, String> settings() {
        return messageIds ? Map.of("messageIds", "true") : Map.of();
    }

    /** How many producers the client has for so many topics. */
    int number(int topics) {
        return Math.max(producers, topics);
    }
}
