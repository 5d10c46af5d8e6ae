/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.cli.cluster;

import io.varve.cli.output.View;
import io.varve.cli.run.Question;
import io.varve.cli.run.ServerOptions;
import io.varve.cli.run.Terminal;
import io.varve.client.admin.Admin;
import java.time.Instant;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Shows how the cluster stands. */
@Command(
        name = "status",
        header = "Shows brokers, shards and bookies, who the controller is, and what isn't as it should be.",
        description = {
            "",
            "Any broker answers. Ledgers that lack a copy are those that BookKeeper's auditor has found; bookies are given as"
                    + " writable of known."
        },
        footer = "  varve cluster status --shards")
public final class ClusterStatus extends Question {
    @Option(names = "--shards", description = "Lists every shard in the table, too. JSON always has them.")
    private boolean shards;

    /** See {@link Question}. */
    public ClusterStatus(ServerOptions options, Terminal terminal) {
        super(options, terminal);
    }

    @Override
    protected View ask(Admin admin) {
        return new StatusView(admin.clusterStatus(), Instant.now(), shards);
    }
}
