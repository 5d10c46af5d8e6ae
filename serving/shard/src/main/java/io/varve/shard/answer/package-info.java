/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
/** Holds answers back until what they were computed from is confirmed (I2). */
package io.varve.shard.answer;
