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
import io.varve.client.admin.ShardStatus;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
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
                Set<Integer> moved = moves.stream().map(ShardMove::shard).collect(Collectors.toSet());
                wait.until(
                        admin::clusterStatus,
                        status -> !status.isBalancing() && away(status, moved).isEmpty(),
                        status -> left(status, moved));
                terminal.notice(Human.count(moves.size(), "move") + " done");
            }
        }
        return ExitCode.DONE;
    }

    /** Those that were to move and aren't served where they should be; one that is damaged won't be, and isn't waited for. */
    private static List<ShardStatus> away(ClusterStatus status, Set<Integer> moved) {
        return status.shards().stream()
                .filter(shard -> moved.contains(shard.shard()))
                .filter(shard -> shard.state() != ShardStatus.State.DAMAGED)
                .filter(shard -> shard.state() != ShardStatus.State.SERVED
                        || !shard.claimedBy().equals(shard.assignedTo()))
                .toList();
    }

    private static String left(ClusterStatus status, Set<Integer> moved) {
        String away = away(status, moved).stream()
                .map(shard -> "shard " + shard.shard() + " on its way to "
                        + shard.assignedTo().orElse("a broker"))
                .collect(Collectors.joining(", "));
        return Human.count(status.plannedMoves(), "move") + " left" + (away.isEmpty() ? "" : ", " + away)
                + "; see varve cluster status --shards";
    }
}
