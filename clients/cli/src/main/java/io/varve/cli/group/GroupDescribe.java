/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.cli.group;

import io.varve.cli.output.View;
import io.varve.cli.run.Question;
import io.varve.cli.run.ServerOptions;
import io.varve.cli.run.Terminal;
import io.varve.client.admin.Admin;
import io.varve.protocol.name.TopicName;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Describes a group's work on a topic. */
@Command(
        name = "describe",
        header = "Describes a group: its members, its progress in each partition, and how far it lags behind.",
        description = {
            "",
            "The lag in time is the age of the oldest record that isn't committed, by the time its producer gave it."
        },
        footer = "  varve group describe orders billing")
public final class GroupDescribe extends Question {
    @Parameters(index = "0", paramLabel = "TOPIC", description = "The topic.")
    private String topic = "";

    @Parameters(index = "1", paramLabel = "GROUP", description = "The group.")
    private String group = "";

    /** See {@link Question}. */
    public GroupDescribe(ServerOptions options, Terminal terminal) {
        super(options, terminal);
    }

    @Override
    protected View ask(Admin admin) {
        DescribedGroup described = DescribedGroup.of(TopicName.parse(topic), admin.describeGroup(group));
        if (described.partitions().isEmpty()) {
            // Tells a group that hasn't come to the topic from a topic that isn't there.
            admin.describeTopic(topic);
        }
        return described;
    }
}
