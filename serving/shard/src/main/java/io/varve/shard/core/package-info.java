/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
/** A serving shard's log, state and waiting answers, and the snapshots that bound its replay. */
package io.varve.shard.core;
