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
import io.varve.client.admin.TopicChange;
import io.varve.protocol.unit.DataSize;
import io.varve.protocol.unit.Durations;
import java.io.IOException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Changes a topic. */
@Command(
        name = "alter",
        header = "Changes a topic: more partitions, another retention or dedup window.",
        description = {
            "",
            "With more partitions many keys go to another one: the records of a key are in order before and after the"
                    + " change, not across it. --dry-run says which share of the keys that is. Producers and groups that are"
                    + " at work use the new partitions within seconds."
        },
        footer = {
            "  varve topic alter orders --partitions 8 --dry-run",
            "  varve topic alter orders --retention 30d --retention-bytes none"
        })
public final class TopicAlter extends Question {
    private static final String DEFAULT = "default";
    private static final String NONE = "none";

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Parameters(paramLabel = "NAME", description = "The topic.")
    private String name = "";

    @Option(names = "--partitions", paramLabel = "N", description = "How many it has then; they only grow.")
    private @Nullable Integer partitions;

    @Option(
            names = "--retention",
            paramLabel = "TIME",
            description = "How long records are kept: a number with ms, s, m, h or d, forever, or default for what the"
                    + " namespace says.")
    private @Nullable String retention;

    @Option(
            names = "--retention-bytes",
            paramLabel = "SIZE",
            description = "How much each partition keeps: a number with B, KiB, MiB or GiB, or none for no limit.")
    private @Nullable String retentionBytes;

    @Option(
            names = "--dedup",
            paramLabel = "TIME",
            description = "How long a message id is remembered: a number with s, m, h or d, from 1s to 7d, or none.")
    private @Nullable String dedup;

    @Option(names = "--dry-run", description = "Only says what would be.")
    private boolean dryRun;

    @Mixin
    private final Confirmation confirmation = new Confirmation();

    /** See {@link Question}. */
    public TopicAlter(ServerOptions options, Terminal terminal) {
        super(options, terminal);
    }

    @Override
    protected boolean confirmed() throws IOException {
        if (partitions == null && retention == null && retentionBytes == null && dedup == null) {
            throw new ParameterException(
                    spec.commandLine(),
                    "nothing to change: give --partitions, --retention, --retention-bytes or --dedup");
        }
        return dryRun
                || partitions == null
                || confirmation.of(terminal(), "Give topic " + name + " " + partitions + " partitions for good?");
    }

    @Override
    protected View ask(Admin admin) {
        return new AlteredView(admin.alterTopic(name, change(), dryRun), dryRun);
    }

    private TopicChange change() {
        TopicChange change = TopicChange.of();
        if (partitions != null) {
            change = change.partitions(partitions);
        }
        if (retention != null) {
            Duration time = retention.equals(DEFAULT) ? null : Retention.parse(retention);
            change = time == null ? change.defaultRetention() : change.retention(time);
        }
        if (retentionBytes != null) {
            change = retentionBytes.equals(NONE)
                    ? change.unlimitedBytes()
                    : change.retentionBytes(DataSize.parse(retentionBytes).bytes());
        }
        if (dedup != null) {
            change = dedup.equals(NONE) ? change.noDedup() : change.dedupWindow(Durations.parse(dedup));
        }
        return change;
    }
}
