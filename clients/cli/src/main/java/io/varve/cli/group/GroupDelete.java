/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.cli.group;

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
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Deletes a group. */
@Command(
        name = "delete",
        aliases = "rm",
        header = "Deletes a group with its progress in all topics.",
        description = {"", "A group that has members can't be deleted."},
        footer = "  varve group delete billing --dry-run")
public final class GroupDelete extends Question {
    @Parameters(paramLabel = "GROUP", description = "The group.")
    private String group = "";

    @Option(names = "--dry-run", description = "Only says what would be deleted.")
    private boolean dryRun;

    @Mixin
    private final Confirmation confirmation = new Confirmation();

    /** See {@link Question}. */
    public GroupDelete(ServerOptions options, Terminal terminal) {
        super(options, terminal);
    }

    @Override
    protected boolean confirmed() throws IOException {
        return dryRun || confirmation.of(terminal(), "Delete group " + group + " with its progress?");
    }

    @Override
    protected View ask(Admin admin) {
        if (dryRun) {
            return new DoomedGroup(admin.describeGroup(group));
        }
        admin.deleteGroup(group);
        return new Deleted("group", group, false);
    }
}
