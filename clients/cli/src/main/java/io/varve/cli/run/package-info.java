/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
/** What every command needs to run: its streams, the server it speaks to, and how it ends. */
package io.varve.cli.run;
