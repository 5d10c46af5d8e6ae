/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.tiering;

/**
 * Bounds of a {@link Tierer}.
 *
 * @param threads segments that are tiered at a time
 * @param memoryBytes batches that each of them holds while it sorts; a partition with more is written as it is read
 * @param ownObjectBytes a partition with at least so many bytes in a segment gets an object of its own
 * @param verify how much of an object is read back before it counts
 */
public record TiererConfig(int threads, int memoryBytes, int ownObjectBytes, Verify verify) {
    /** Two segments at a time with 64 MiB each, objects of their own from 16 MiB, everything read back. */
    public static final TiererConfig DEFAULT = new TiererConfig(2, 64 << 20, 16 << 20, Verify.FULL);

    /** How much is read back. Size, directory and side data always are. */
    public enum Verify {
        /** Every block. */
        FULL,
        /** One block of 64, the first one included. */
        SAMPLE
    }

    public TiererConfig {
        if (threads < 1 || memoryBytes < 1 || ownObjectBytes < 1) {
            throw new IllegalArgumentException("threads, memoryBytes and ownObjectBytes are at least 1, got " + threads
                    + ", " + memoryBytes + " and " + ownObjectBytes);
        }
    }
}
