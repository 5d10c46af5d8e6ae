/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
/** Moves sealed segments to objects, lets go of their ledgers, and removes what retention has passed. */
package io.varve.shard.tier;
