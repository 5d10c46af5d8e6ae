/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.cli.topic;

import io.varve.cli.output.Deleted;
import io.varve.cli.output.View;
import io.varve.cli.run.Confirmation;
import io.varve.cli.run.Question;
import io.varve.cli.run.ServerOptions;
import io.varve.cli.run.Terminal;
import io.varve.client.admin.Admin;
import java.io.IOException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Deletes a topic. */
@Command(
        name = "delete",
        aliases = "rm",
        header = "Deletes a topic with all its records.",
        footer = "  varve topic delete orders --yes")
public final class TopicDelete extends Question {
    @Parameters(paramLabel = "NAME", description = "The topic.")
    private String name = "";

    @Mixin
    private final Confirmation confirmation = new Confirmation();

    /** See {@link Question}. */
    public TopicDelete(ServerOptions options, Terminal terminal) {
        super(options, terminal);
    }

    @Override
    protected boolean confirmed() throws IOException {
        return confirmation.of(terminal(), "Delete topic " + name + " with all its records?");
    }

    @Override
    protected View ask(Admin admin) {
        admin.deleteTopic(name);
        return new Deleted("topic", name);
    }
}
