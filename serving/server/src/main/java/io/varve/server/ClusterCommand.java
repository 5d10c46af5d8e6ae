/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.server;

import picocli.CommandLine.Command;

/** {@code varve cluster}, as far as it starts servers; the client has the commands that look at a cluster. */
@Command(
        name = "cluster",
        description = "Creates a cluster, or runs a whole one on this machine.",
        subcommands = {ClusterInitCommand.class, ClusterLocalCommand.class},
        synopsisSubcommandLabel = "COMMAND",
        mixinStandardHelpOptions = true)
final class ClusterCommand {}
