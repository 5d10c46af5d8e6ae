/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.cli.topic;

import io.varve.cli.output.View;
import io.varve.cli.run.Question;
import io.varve.cli.run.ServerOptions;
import io.varve.cli.run.Terminal;
import io.varve.client.admin.Admin;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Says where the records of a topic are stored. */
@Command(
        name = "segments",
        header = "Says where the records of a topic are stored: in which objects, in which ledgers.",
        description = {"", "Records may be in a ledger and in an object at once, until the ledger is deleted."},
        footer = "  varve topic segments orders --partition 3")
public final class TopicSegments extends Question {
    @Parameters(paramLabel = "NAME", description = "The topic.")
    private String name = "";

    @Option(names = "--partition", paramLabel = "P", split = ",", description = "Only these partitions. Default: all.")
    private List<Integer> partitions = List.of();

    /** See {@link Question}. */
    public TopicSegments(ServerOptions options, Terminal terminal) {
        super(options, terminal);
    }

    @Override
    protected View ask(Admin admin) {
        return new SegmentsView(admin.describeSegments(name).stream()
                .filter(range -> partitions.isEmpty() || partitions.contains(range.partition()))
                .toList());
    }
}
