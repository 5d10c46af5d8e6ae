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
import picocli.CommandLine.Mixin;

/** Measures producers. */
@Command(
        name = "produce",
        header = "Measures producers: throughput, and the times to acknowledgement.",
        footer = {
            "  varve bench produce",
            "  varve bench produce --record-size 100B --partitions 16 --duration 1m",
            "  varve bench produce --producers 100 --synchronous",
            "  varve bench produce --message-ids",
            "  varve bench produce --topic orders --rate 20MB/s --compression zstd"
        })
public final class BenchProduce extends SendingRun {
    @Mixin
    private final TopicChoice topic = new TopicChoice();

    /** Measures as the options say. */
    public BenchProduce(ServerOptions options, Terminal terminal) {
        super("produce", options, terminal);
    }

    @Override
    Topics topics(Admin admin) {
        return topic.of(admin);
    }

    @Override
    boolean isKeeping() {
        return topic.keep;
    }
}
