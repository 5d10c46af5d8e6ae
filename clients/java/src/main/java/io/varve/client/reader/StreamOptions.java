/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.client.reader;

/**
 * How partitions are read.
 *
 * @param bufferBytes payload bytes that may wait for the application, all partitions together; each partition may exceed its
 *     share by one batch
 * @param maxPollRecords records that one poll returns, at most
 * @param outOfRange what happens when an offset isn't kept
 */
public record StreamOptions(int bufferBytes, int maxPollRecords, OutOfRange outOfRange) {
    /** 8 MiB, 500 records, fail. */
    public static final StreamOptions DEFAULT = new StreamOptions(8 << 20, 500, OutOfRange.FAIL);

    /** Checks the ranges. */
    public StreamOptions {
        if (bufferBytes < 1 || maxPollRecords < 1) {
            throw new IllegalArgumentException(
                    "bufferBytes is " + bufferBytes + " and maxPollRecords " + maxPollRecords + "; both start at 1");
        }
    }
}
