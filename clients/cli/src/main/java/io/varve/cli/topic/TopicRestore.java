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
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Restores a deleted topic. */
@Command(
        name = "restore",
        header = "Takes the deletion of a topic back.",
        description = {"", "Its records, its id and the progress of its groups are as they were."},
        footer = {"  varve topic restore orders", "  varve topic restore orders --as orders-of-last-week"})
public final class TopicRestore extends Question {
    @Parameters(
            paramLabel = "NAME|ID",
            description = "The name that it had; the id, as 'varve topic deleted' shows it, if several had that name.")
    private String nameOrId = "";

    @Option(names = "--as", paramLabel = "NEWNAME", description = "Its name then. Default: the one it had.")
    private @Nullable String as;

    /** See {@link Question}. */
    public TopicRestore(ServerOptions options, Terminal terminal) {
        super(options, terminal);
    }

    @Override
    protected View ask(Admin admin) {
        return new TopicView(admin.restoreTopic(nameOrId, Optional.ofNullable(as)));
    }
}
