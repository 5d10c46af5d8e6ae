/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.shard.read;

/** What one ledger holds of one partition. Owned by the shard's loop. */
public final class LedgerRange {
    private final long ledgerId;
    private final long firstOffset;
    private long endOffset;
    private long bytes;
    private long maxAppendMs;
    private long maxTimestampMs = Long.MIN_VALUE;

    LedgerRange(long ledgerId, long firstOffset) {
        this.ledgerId = ledgerId;
        this.firstOffset = firstOffset;
        this.endOffset = firstOffset;
    }

    void add(BatchFacts batch) {
        endOffset = batch.endOffset();
        bytes += batch.bytes();
        maxAppendMs = Math.max(maxAppendMs, batch.appendMs());
        maxTimestampMs = Math.max(maxTimestampMs, batch.maxTimestampMs());
    }

    /** The ledger. */
    public long ledgerId() {
        return ledgerId;
    }

    /** First offset in it. */
    public long firstOffset() {
        return firstOffset;
    }

    /** One above the last offset in it. */
    public long endOffset() {
        return endOffset;
    }

    /** Bytes of the partition's batches in it. */
    public long bytes() {
        return bytes;
    }

    /** Latest append time, ms since the epoch. */
    public long maxAppendMs() {
        return maxAppendMs;
    }

    /** Largest record timestamp, ms since the epoch. */
    public long maxTimestampMs() {
        return maxTimestampMs;
    }
}
