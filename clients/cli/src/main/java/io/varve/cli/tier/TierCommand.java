/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.cli.tier;

import picocli.CommandLine.Command;

/** The commands about object storage. */
@Command(name = "tier", header = "Shows how far data is on its way to object storage.", footer = "  varve tier status")
public final class TierCommand {}
