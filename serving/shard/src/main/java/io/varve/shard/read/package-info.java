/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
/** The read path: tail cache, shared reads of what isn't tiered yet, objects; and the readers that clients hold open. */
package io.varve.shard.read;
