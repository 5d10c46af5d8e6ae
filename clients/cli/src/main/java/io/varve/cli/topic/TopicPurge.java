/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.cli.topic;

import io.varve.cli.output.View;
import io.varve.cli.run.Confirmation;
import io.varve.cli.run.Question;
import io.varve.cli.run.ServerOptions;
import io.varve.cli.run.Terminal;
import io.varve.client.admin.Admin;
import java.io.IOException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Gives a deleted topic up. */
@Command(
        name = "purge",
        header = "Gives a deleted topic up for good before its time.",
        description = {"", "It can't be restored any more; the space of its records becomes free."},
        footer = {"  varve topic purge orders --dry-run", "  varve topic purge orders --yes"})
public final class TopicPurge extends Question {
    @Parameters(
            paramLabel = "NAME|ID",
            description = "The name that it had; the id, as 'varve topic deleted' shows it, if several had that name.")
    private String nameOrId = "";

    @Option(names = "--dry-run", description = "Only says what would be given up.")
    private boolean dryRun;

    @Mixin
    private final Confirmation confirmation = new Confirmation();

    /** See {@link Question}. */
    public TopicPurge(ServerOptions options, Terminal terminal) {
        super(options, terminal);
    }

    @Override
    protected boolean confirmed() throws IOException {
        return dryRun || confirmation.of(terminal(), "Give deleted topic " + nameOrId + " up for good?");
    }

    @Override
    protected View ask(Admin admin) {
        return new DeletedView(admin.purgeTopic(nameOrId, dryRun), dryRun);
    }
}
