/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.tiering;

import io.varve.log.record.BatchRecord;
import io.varve.log.record.LogRecord;
import io.varve.objects.format.PartitionLane;
import io.varve.protocol.error.StoreException;

/** What a segment holds of a lane of a partition, found by the first scan. */
final class LaneExtent {
    final PartitionLane lane;
    private final long firstKept;
    /** Offset at which the next batch in the segment has to begin. */
    private long nextOffset = -1;

    /** Of what is kept; -1 while nothing is. */
    long firstOffset = -1;

    long endOffset = -1;
    long firstSequence = -1;
    int batches;
    long bytes;

    LaneExtent(PartitionLane lane, long firstKept) {
        this.lane = lane;
        this.firstKept = firstKept;
    }

    /** Takes the next batch in the order of the log. A hole between offsets means that the segment lost something. */
    void add(BatchRecord batch, LogRecord record) {
        if (nextOffset >= 0 && batch.baseOffset() != nextOffset) {
            throw new StoreException.Damaged(
                    "batch of " + lane + " at sequence " + record.sequence() + " begins at offset " + batch.baseOffset()
                            + "; the one before it ended at " + nextOffset,
                    null);
        }
        nextOffset = batch.endOffset();
        if (!keeps(batch)) {
            return;
        }
        if (batches == 0) {
            firstOffset = batch.baseOffset();
            firstSequence = record.sequence();
        }
        endOffset = batch.endOffset();
        batches++;
        bytes += BatchRecord.batch(record).readableBytes();
    }

    /** Whether the batch has an offset that was not trimmed. */
    boolean keeps(BatchRecord batch) {
        return batch.endOffset() > firstKept;
    }
}
