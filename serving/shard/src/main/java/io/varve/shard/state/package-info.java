/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
/**
 * The state of a shard and the only ways to change it: records of its log, applied by pure functions (I10). No clock, no
 * randomness, no configuration is read here.
 */
package io.varve.shard.state;
