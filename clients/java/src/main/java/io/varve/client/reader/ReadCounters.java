/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.client.reader;

/**
 * What was read so far, by where the broker had it: in memory, in BookKeeper, in object storage.
 *
 * @param tailRecords delivered from the broker's memory
 * @param tailBytes of the batches they came in
 * @param ledgerRecords delivered from BookKeeper
 * @param ledgerBytes of the batches they came in
 * @param objectRecords delivered from object storage
 * @param objectBytes of the batches they came in
 */
public record ReadCounters(
        long tailRecords, long tailBytes, long ledgerRecords, long ledgerBytes, long objectRecords, long objectBytes) {
    /** Records from everywhere. */
    public long records() {
        return tailRecords + ledgerRecords + objectRecords;
    }

    /** Bytes from everywhere. */
    public long bytes() {
        return tailBytes + ledgerBytes + objectBytes;
    }
}
