/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.cli.job;

import picocli.CommandLine.Command;

/** The commands about jobs. */
@Command(
        name = "job",
        header = "Lists, describes and stops replays that were begun over HTTP.",
        footer = "  varve job list --http 127.0.0.1:7680")
public final class JobCommand {}
