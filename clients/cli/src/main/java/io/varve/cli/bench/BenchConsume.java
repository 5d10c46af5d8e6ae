/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.cli.bench;

import io.varve.bench.workload.Reading;
import io.varve.bench.workload.Result;
import io.varve.bench.workload.Workload;
import io.varve.cli.run.ServerOptions;
import io.varve.cli.run.Terminal;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Measures how fast a backlog is read. */
@Command(
        name = "consume",
        header = "Measures how fast consumers read a backlog, wherever the brokers have it.",
        description = {
            "",
            "Writes a backlog to a fresh topic and reads it, or reads what a topic has, to which nobody may write meanwhile."
        },
        footer = {
            "  varve bench consume --backlog 4GiB --partitions 16",
            "  varve bench consume --topic orders --consumers 4"
        })
public final class BenchConsume extends ReadingRun {
    @Option(
            names = "--groups",
            paramLabel = "N",
            defaultValue = "1",
            description = "Groups, each of which reads everything. Default: ${DEFAULT-VALUE}.")
    private int groups = 1;

    @Option(
            names = "--consumers",
            paramLabel = "N",
            defaultValue = "1",
            description = "Consumers in each group, a thread each. Default: ${DEFAULT-VALUE}.")
    private int consumers = 1;

    /** Measures as the options say. */
    public BenchConsume(ServerOptions options, Terminal terminal) {
        super("consume", options, terminal);
    }

    @Override
    Result read(BenchSession session, Workload workload) {
        return session.run(workload.reading(new Reading(groups, consumers)));
    }
}
