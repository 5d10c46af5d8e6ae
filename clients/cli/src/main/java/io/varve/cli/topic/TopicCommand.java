/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.cli.topic;

import picocli.CommandLine.Command;

/** The commands about topics. */
@Command(
        name = "topic",
        header = "Creates, lists, describes, alters, seals, deletes, restores and purges topics.",
        footer = "  varve topic create orders --partitions 4")
public final class TopicCommand {}
