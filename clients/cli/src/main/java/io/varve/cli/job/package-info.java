/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
/** {@code varve job}: replays that were begun over HTTP. */
package io.varve.cli.job;
