/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.replay;

import java.util.Map;

/**
 * How far a replay is, with what was done before it was resumed. Bytes are those of keys, values and headers.
 *
 * @param recordsFromObjects read straight from object storage
 * @param bytesFromObjects read straight from object storage
 * @param recordsFromBroker that a broker sent
 * @param bytesFromBroker that a broker sent
 * @param nextOffsets of each partition
 * @param offsetsLeft to the ends of all partitions together; 0 of a replay that follows
 * @param complete whether all that was asked for has been replayed
 */
public record ReplayProgress(
        long recordsFromObjects,
        long bytesFromObjects,
        long recordsFromBroker,
        long bytesFromBroker,
        Map<Integer, Long> nextOffsets,
        long offsetsLeft,
        boolean complete) {
    /** Records from everywhere. */
    public long records() {
        return recordsFromObjects + recordsFromBroker;
    }

    /** Bytes from everywhere. */
    public long bytes() {
        return bytesFromObjects + bytesFromBroker;
    }
}
