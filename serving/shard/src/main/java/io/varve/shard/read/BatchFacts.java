/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.shard.read;

/**
 * The facts of a batch that indexes keep.
 *
 * @param baseOffset its first offset
 * @param endOffset exclusive
 * @param bytes its size
 * @param appendMs append time, ms since the epoch
 * @param maxTimestampMs largest record timestamp
 */
record BatchFacts(long baseOffset, long endOffset, int bytes, long appendMs, long maxTimestampMs) {}
