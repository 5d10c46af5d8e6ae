/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.cli.cluster;

import io.varve.cli.output.Human;
import io.varve.cli.run.ExitCode;
import io.varve.cli.run.ServerOptions;
import io.varve.cli.run.Terminal;
import io.varve.client.VarveClient;
import io.varve.client.admin.Admin;
import io.varve.client.admin.ClusterStatus;
import io.varve.client.admin.ShardMove;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Has planned moves made, and waits for that. */
@Command(
        name = "apply",
        header = "Moves the shards that the plan names, a few at a time, and waits until they are served again.",
        description = {
            "",
            "Prints the plan as it is now. Producers and consumers go on; each shard is silent for the moment of its move. Ctrl-C"
                    + " ends the waiting, not the moves."
        },
        footer = "  varve cluster apply")
public final class ClusterApply implements Callable<Integer> {
    private final ServerOptions options;
    private final Terminal terminal;

    @Mixin
    private LongWait wait = new LongWait();

    /** Asks and prints as the options say. */
    public ClusterApply(ServerOptions options, Terminal terminal) {
        this.options = options;
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws IOException {
        try (VarveClient client = options.connect(wait.requestTimeout())) {
            Admin admin = client.admin();
            List<ShardMove> moves = admin.applyMoves();
            new MovesView(moves).print(options.format(), terminal.out());
            if (!moves.isEmpty()) {
                wait.until(admin::clusterStatus, ClusterStatus::isSettled, ClusterApply::left);
                terminal.notice(Human.count(moves.size(), "move") + " done");
            }
        }
        return ExitCode.DONE;
    }

    private static String left(ClusterStatus status) {
        return Human.count(status.plannedMoves(), "move") + " left, "
                + status.shards().stream()
                        .filter(shard -> !shard.claimedBy().equals(shard.assignedTo()))
                        .count()
                + " under way; see varve cluster status";
    }
}
