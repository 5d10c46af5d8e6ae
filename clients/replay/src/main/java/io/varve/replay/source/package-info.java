/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
/** Reads what is planned: runs of blocks of objects ahead and in parallel, and the rest from the brokers. */
package io.varve.replay.source;
