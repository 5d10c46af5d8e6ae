/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
/** The varve command: its entry point, its root and the tree of its subcommands. */
package io.varve.cli;
