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
import picocli.CommandLine.Parameters;

/** Describes a topic with its partitions. */
@Command(
        name = "describe",
        header = "Describes a topic: its partitions, their owners and offsets, and where their bytes are.",
        description = {"", "A batch may be in several places at once, so that the sizes don't add up to a whole."},
        footer = "  varve topic describe orders")
public final class TopicDescribe extends Question {
    @Parameters(paramLabel = "NAME", description = "The topic.")
    private String name = "";

    /** See {@link Question}. */
    public TopicDescribe(ServerOptions options, Terminal terminal) {
        super(options, terminal);
    }

    @Override
    protected View ask(Admin admin) {
        return new DescribedTopic(admin.describeTopic(name));
    }
}
