/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.replay.plan;

/**
 * A part of a partition.
 *
 * @param firstOffset inclusive
 * @param endOffset exclusive; {@link #NO_END} if it goes on for ever
 */
public record OffsetSpan(long firstOffset, long endOffset) {
    /** The end of what has none. */
    public static final long NO_END = Long.MAX_VALUE;
}
