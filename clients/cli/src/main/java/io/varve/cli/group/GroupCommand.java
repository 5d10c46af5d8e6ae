/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.cli.group;

import picocli.CommandLine.Command;

/** The commands about groups. */
@Command(
        name = "group",
        header = "Lists, describes, moves and deletes groups.",
        footer = "  varve group describe orders billing")
public final class GroupCommand {}
