/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.cli.topic;

import io.varve.cli.output.View;
import io.varve.cli.run.Parsed;
import io.varve.cli.run.Question;
import io.varve.cli.run.ServerOptions;
import io.varve.cli.run.Terminal;
import io.varve.client.admin.Admin;
import io.varve.client.admin.NewTopic;
import io.varve.protocol.unit.DataSize;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Creates a topic. */
@Command(
        name = "create",
        header = "Creates a topic.",
        footer = "  varve topic create orders --partitions 4 --retention 30d --retention-bytes 10GiB")
public final class TopicCreate extends Question {
    @Parameters(paramLabel = "NAME", description = "The topic, as name or tenant/namespace/name.")
    private String name = "";

    @Option(
            names = "--partitions",
            required = true,
            paramLabel = "N",
            description = "Into how many partitions its records are spread.")
    private int partitions;

    @Option(
            names = "--retention",
            paramLabel = "TIME",
            converter = RetentionConverter.class,
            description = "How long records are kept: a number with ms, s, m, h or d, or forever. Default: as the"
                    + " namespace says, 7d unless changed.")
    private @Nullable Duration retention;

    @Option(
            names = "--retention-bytes",
            paramLabel = "SIZE",
            description = "How much each partition keeps: a number with B, KiB, MiB or GiB. Default: no limit.")
    private @Nullable DataSize retentionBytes;

    @Option(
            names = "--dedup",
            paramLabel = "TIME",
            description = "How long a message id is remembered, so that a record with the same id isn't stored again: a"
                    + " number with s, m, h or d, from 1s to 7d. Default: not at all.")
    private @Nullable Duration dedup;

    /** See {@link Question}. */
    public TopicCreate(ServerOptions options, Terminal terminal) {
        super(options, terminal);
    }

    @Override
    protected View ask(Admin admin) {
        NewTopic topic = NewTopic.of(name, partitions);
        if (retention != null) {
            topic = topic.retention(retention);
        }
        if (retentionBytes != null) {
            topic = topic.retentionBytes(retentionBytes.bytes());
        }
        if (dedup != null) {
            topic = topic.dedupWindow(dedup);
        }
        return new TopicView(admin.createTopic(topic));
    }

    /** Reads {@code --retention}. */
    static final class RetentionConverter implements ITypeConverter<Duration> {
        @Override
        public Duration convert(String text) {
            return new Parsed<>(Retention::parse).convert(text);
        }
    }
}
