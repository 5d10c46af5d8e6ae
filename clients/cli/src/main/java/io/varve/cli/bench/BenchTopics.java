/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.cli.bench;

import io.varve.bench.workload.Topics;
import io.varve.cli.run.ServerOptions;
import io.varve.cli.run.Terminal;
import io.varve.client.admin.Admin;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Measures producers of many topics. */
@Command(
        name = "topics",
        header = "Measures producers of many topics with one partition each.",
        description = {"", "Each topic has a producer of its own; the threads of --producers send through them in turn."
        },
        footer = {"  varve bench topics --topics 1000 --rate 10000", "  varve bench topics --topics 1000 --producers 2"
        })
public final class BenchTopics extends SendingRun {
    @Option(
            names = "--topics",
            paramLabel = "N",
            defaultValue = "1000",
            description = "How many fresh topics. Default: ${DEFAULT-VALUE}.")
    private int topics = 1_000;

    @Option(names = "--keep", description = "Keeps the topics.")
    private boolean keep;

    /** Measures as the options say. */
    public BenchTopics(ServerOptions options, Terminal terminal) {
        super("topics", options, terminal);
    }

    @Override
    Topics topics(Admin admin) {
        return Topics.fresh(topics, 1);
    }

    @Override
    int topicCount() {
        return topics;
    }

    @Override
    boolean isKeeping() {
        return keep;
    }
}
