/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.cli.bench;

import io.varve.bench.workload.Reading;
import io.varve.bench.workload.Topics;
import io.varve.bench.workload.Work;
import io.varve.cli.run.ServerOptions;
import io.varve.cli.run.Terminal;
import io.varve.client.admin.Admin;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Measures producers and a group that reads along. */
@Command(
        name = "e2e",
        header = "Measures producers and consumers that read along: the times from sending to receipt.",
        description = {
            "",
            "Give a --rate that the cluster can hold: at full speed the times are those of waiting in the producers' queues."
        },
        footer = {"  varve bench e2e --rate 5000", "  varve bench e2e --rate 20MB/s --partitions 8 --consumers 2"})
public final class BenchEndToEnd extends SendingRun {
    @Mixin
    private final TopicChoice topic = new TopicChoice();

    @Option(
            names = "--consumers",
            paramLabel = "N",
            defaultValue = "1",
            description = "Consumers in the group, a thread each. Default: ${DEFAULT-VALUE}.")
    private int consumers = 1;

    /** Measures as the options say. */
    public BenchEndToEnd(ServerOptions options, Terminal terminal) {
        super("e2e", options, terminal);
    }

    @Override
    Topics topics(Admin admin) {
        return topic.of(admin);
    }

    @Override
    Work work() {
        return Work.END_TO_END;
    }

    @Override
    Reading reading() {
        return new Reading(1, consumers);
    }

    @Override
    boolean isKeeping() {
        return topic.keep;
    }
}
