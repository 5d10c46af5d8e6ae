/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.cli.bench;

import io.varve.bench.workload.Topics;
import io.varve.client.admin.Admin;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which topic a run uses. */
final class TopicChoice {
    @Option(
            names = "--topic",
            paramLabel = "NAME",
            description =
                    "A topic that exists; it keeps what is written to it. Default: a fresh one, deleted afterwards.")
    @Nullable
    String name;

    @Option(
            names = "--partitions",
            paramLabel = "N",
            defaultValue = "1",
            description = "Partitions of the fresh topic. Default: ${DEFAULT-VALUE}.")
    private int partitions = 1;

    @Option(names = "--keep", description = "Keeps the fresh topic.")
    boolean keep;

    /** The topic; one that exists with its partitions, as brokers tell. */
    Topics of(Admin admin) {
        if (name == null) {
            return Topics.fresh(1, partitions);
        }
        return Topics.named(
                List.of(name), admin.describeTopic(name).partitions().size());
    }
}
