/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.client.reader;

/**
 * How much one poll returns. It returns at least one record if there is one.
 *
 * @param records at most, at least 1
 * @param bytes of keys, values and headers from which on no further record is added, at least 1
 */
public record PollLimit(int records, long bytes) {
    /** Checks the ranges. */
    public PollLimit {
        if (records < 1 || bytes < 1) {
            throw new IllegalArgumentException(
                    "a poll is limited to " + records + " records and " + bytes + " bytes; both start at 1");
        }
    }
}
