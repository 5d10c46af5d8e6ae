/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.cli.object;

import picocli.CommandLine.Command;

/** The commands about object files. */
@Command(
        name = "object",
        header = "Looks into object files (.vseg) without a cluster.",
        footer = "  varve object describe 000000000017-6f1e.vseg")
public final class ObjectCommand {}
