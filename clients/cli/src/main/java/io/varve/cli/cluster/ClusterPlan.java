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
import picocli.CommandLine.Command;

/** Shows what would be moved. */
@Command(
        name = "plan",
        header = "Shows which shards should be on other brokers, and why; moves nothing.",
        description = {
            "",
            "Shards of a broker that is gone are given to others at once and never stand here. Those of a broker that is drained"
                    + " move by themselves; with cluster.balance=auto so do the others when shares differ by much."
        },
        footer = "  varve cluster plan && varve cluster apply")
public final class ClusterPlan extends Question {
    /** See {@link Question}. */
    public ClusterPlan(ServerOptions options, Terminal terminal) {
        super(options, terminal);
    }

    @Override
    protected View ask(Admin admin) {
        return new MovesView(admin.planMoves());
    }
}
