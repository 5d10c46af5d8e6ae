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
import picocli.CommandLine.Command;

/** Lists deleted topics. */
@Command(name = "deleted", header = "Lists the deleted topics that can be restored.", footer = "  varve topic deleted")
public final class TopicDeleted extends Question {
    /** See {@link Question}. */
    public TopicDeleted(ServerOptions options, Terminal terminal) {
        super(options, terminal);
    }

    @Override
    protected View ask(Admin admin) {
        return new DeletedView.All(admin.listDeletedTopics());
    }
}
