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

/** Measures many groups that read along. */
@Command(
        name = "fanout",
        header = "Measures producers and several groups, each of which reads everything along.",
        description = {"", "What goes out is that of all groups together."},
        footer = "  varve bench fanout --rate 20MB/s --groups 10")
public final class BenchFanOut extends SendingRun {
    @Mixin
    private final TopicChoice topic = new TopicChoice();

    @Option(
            names = "--groups",
            paramLabel = "N",
            defaultValue = "10",
            description = "Groups. Default: ${DEFAULT-VALUE}.")
    private int groups = 10;

    @Option(
            names = "--consumers",
            paramLabel = "N",
            defaultValue = "1",
            description = "Consumers in each group, a thread each. Default: ${DEFAULT-VALUE}.")
    private int consumers = 1;

    /** Measures as the options say. */
    public BenchFanOut(ServerOptions options, Terminal terminal) {
        super("fanout", options, terminal);
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
        return new Reading(groups, consumers);
    }

    @Override
    boolean isKeeping() {
        return topic.keep;
    }
}
