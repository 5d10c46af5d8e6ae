/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
/** What makes the command comfortable in a shell. */
package io.varve.cli.shell;
