/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.cli.cluster;

import picocli.CommandLine.Command;

/** The commands about the cluster as a whole. */
@Command(
        name = "cluster",
        header = "Shows how the cluster stands, and moves shards between its brokers.",
        footer = "  varve cluster status")
public final class ClusterCommand {}
