/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.objects.cold;

/**
 * Bounds of a {@link ColdReader}.
 *
 * @param cacheBytes data that is cached and on its way, together; a hard limit
 * @param directoryBytes directories that are cached, as decoded
 * @param readBytes the least that a read of data asks for, unless the partition has less
 * @param maxReadBytes what a read grows to while a reader goes on and on; at most half of {@code cacheBytes}
 * @param maxWaitingReads reads that may wait for room in the cache; more are refused
 */
public record ColdReaderConfig(
        long cacheBytes, long directoryBytes, int readBytes, int maxReadBytes, int maxWaitingReads) {
    /** For a broker with some hundred MiB of direct memory. */
    public static final ColdReaderConfig DEFAULT = new ColdReaderConfig(128L << 20, 32L << 20, 1 << 20, 8 << 20, 1024);

    public ColdReaderConfig {
        if (readBytes < 1 || maxReadBytes < readBytes || cacheBytes / 2 < maxReadBytes) {
            throw new IllegalArgumentException("cold reads need 1 <= readBytes <= maxReadBytes <= cacheBytes / 2, got "
                    + readBytes + ", " + maxReadBytes + ", " + cacheBytes);
        }
        if (directoryBytes < 0 || maxWaitingReads < 0) {
            throw new IllegalArgumentException("directoryBytes and maxWaitingReads are at least 0, got "
                    + directoryBytes + " and " + maxWaitingReads);
        }
    }
}
