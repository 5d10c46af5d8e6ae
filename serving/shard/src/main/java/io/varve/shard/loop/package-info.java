/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
/** Brings what other threads completed back to the loop that asked. */
package io.varve.shard.loop;
