/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.cli.cluster;

import picocli.CommandLine.Command;

/** The commands about shards. */
@Command(name = "shard", header = "Lists shards.", footer = "  varve shard list")
public final class ShardCommand {}
