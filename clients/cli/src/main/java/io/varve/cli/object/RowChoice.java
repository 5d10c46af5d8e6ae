/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.cli.object;

import io.varve.objects.format.DirectoryRow;
import io.varve.objects.format.ObjectDirectory;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that choose among the partitions in an object. */
final class RowChoice {
    @Option(names = "--topic-id", paramLabel = "UUID", description = "Only this topic.")
    private @Nullable UUID topicId;

    @Option(names = "--partition", paramLabel = "P", description = "Only this partition.")
    private @Nullable Integer partition;

    @Option(
            names = "--lane",
            paramLabel = "L",
            description = "Only this lane: 0 holds records as consumers see them, others those that wait.")
    private @Nullable Integer lane;

    /** The rows that every given option agrees with. */
    List<DirectoryRow> of(ObjectDirectory directory) {
        return directory.rows().stream().filter(this::matches).toList();
    }

    private boolean matches(DirectoryRow row) {
        return (topicId == null || topicId.equals(row.lane().topicId()))
                && (partition == null || partition == row.lane().partition())
                && (lane == null || lane == row.lane().lane());
    }
}
