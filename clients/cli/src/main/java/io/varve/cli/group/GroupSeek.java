/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.cli.group;

import io.varve.cli.output.View;
import io.varve.cli.run.Confirmation;
import io.varve.cli.run.Question;
import io.varve.cli.run.ServerOptions;
import io.varve.cli.run.Terminal;
import io.varve.client.admin.Admin;
import io.varve.client.reader.StartPosition;
import java.io.IOException;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Moves a group's progress. */
@Command(
        name = "seek",
        header = "Moves a group's progress in a topic, back or forward.",
        description = {
            "",
            "Members need not stop: they go on from there within about a second. What they had read but not committed by"
                    + " then comes again, unless the seek leaves it out."
        },
        footer = {
            "  varve group seek orders billing --to 2026-01-01T00:00:00Z --dry-run",
            "  varve group seek orders billing --to 1000 --partition 3 --yes"
        })
public final class GroupSeek extends Question {
    @Parameters(index = "0", paramLabel = "TOPIC", description = "The topic.")
    private String topic = "";

    @Parameters(index = "1", paramLabel = "GROUP", description = "The group.")
    private String group = "";

    @Option(
            names = "--to",
            required = true,
            paramLabel = "WHERE",
            description =
                    "earliest, latest, an offset, or a time like 2026-01-01T12:00:00Z: the first record of that time"
                            + " or later, the end if there is none.")
    private StartPosition to = StartPosition.earliest();

    @Option(names = "--partition", paramLabel = "P", split = ",", description = "Only these partitions. Default: all.")
    private List<Integer> partitions = List.of();

    @Option(names = "--dry-run", description = "Only says what would move.")
    private boolean dryRun;

    @Mixin
    private final Confirmation confirmation = new Confirmation();

    /** See {@link Question}. */
    public GroupSeek(ServerOptions options, Terminal terminal) {
        super(options, terminal);
    }

    @Override
    protected boolean confirmed() throws IOException {
        return dryRun || confirmation.of(terminal(), "Move group " + group + " in topic " + topic + "?");
    }

    @Override
    protected View ask(Admin admin) {
        return new SoughtView(topic, group, admin.seekGroup(group, topic, partitions, to, dryRun), dryRun);
    }
}
