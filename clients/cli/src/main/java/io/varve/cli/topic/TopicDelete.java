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

/** Deletes a topic. */
@Command(
        name = "delete",
        aliases = "rm",
        header = "Deletes a topic with all its records.",
        description = {
            "",
            "The name is free at once. The records stay for as long as the brokers are configured to keep them (7d unless"
                    + " changed); until then 'varve topic restore' brings the topic back, and 'varve topic purge' gives it"
                    + " up."
        },
        footer = {"  varve topic delete orders --dry-run", "  varve topic delete orders --now --yes"})
public final class TopicDelete extends Question {
    @Parameters(paramLabel = "NAME", description = "The topic.")
    private String name = "";

    @Option(names = "--now", description = "For good, without a way back.")
    private boolean now;

    @Option(names = "--dry-run", description = "Only says what would be deleted.")
    private boolean dryRun;

    @Mixin
    private final Confirmation confirmation = new Confirmation();

    /** See {@link Question}. */
    public TopicDelete(ServerOptions options, Terminal terminal) {
        super(options, terminal);
    }

    @Override
    protected boolean confirmed() throws IOException {
        return dryRun
                || confirmation.of(
                        terminal(), "Delete topic " + name + " with all its records" + (now ? " for good?" : "?"));
    }

    @Override
    protected View ask(Admin admin) {
        return new DeletedView(admin.deleteTopic(name, now, dryRun), dryRun);
    }
}
