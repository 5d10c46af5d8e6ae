/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.cli.replay;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where replayed records go: exactly one of the two. */
final class ReplayOutput {
    @Option(
            names = "--to-file",
            paramLabel = "F",
            required = true,
            description = "Writes each record as a JSON object on a line of this file, in place of what was in it.")
    @Nullable
    Path file;

    @Option(
            names = "--to-topic",
            paramLabel = "T",
            required = true,
            description =
                    "Publishes each record to this topic with its key, value, headers and time; in the same partition"
                            + " if it has as many, otherwise where the key leads.")
    @Nullable
    String topic;
}
