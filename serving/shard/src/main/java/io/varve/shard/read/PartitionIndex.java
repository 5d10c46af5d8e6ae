/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.shard.read;

import java.util.Arrays;

/**
 * Where in the ledgers a partition's offsets are: sorted points (first offset, ledger, entry). Sparse: an entry gets a point
 * unless a point lies less than {@link #STRIDE_BYTES} of this partition before it, in the same ledger and at most
 * {@link #STRIDE_ENTRIES} entries away. So a search reads few entries in vain, and the index stays small: 24 bytes per 64 KiB.
 * Owned by the shard's loop; rebuilt from the log, never stored.
 */
final class PartitionIndex {
    static final int STRIDE_BYTES = 64 * 1024;
    static final int STRIDE_ENTRIES = 4;

    private long[] offsets = new long[4];
    private long[] ledgers = new long[4];
    private long[] entries = new long[4];
    private int size;
    private int bytesSincePoint;

    /**
     * Notes a batch. Batches come in offset order.
     *
     * @param offset its base offset
     * @param bytes its size
     */
    void add(long offset, long ledgerId, long entryId, int bytes) {
        if (size > 0 && ledgers[size - 1] == ledgerId) {
            boolean sameEntry = entries[size - 1] == entryId;
            boolean near = bytesSincePoint < STRIDE_BYTES && entryId - entries[size - 1] <= STRIDE_ENTRIES;
            if (sameEntry || near) {
                bytesSincePoint += bytes;
                return;
            }
        }
        if (size == offsets.length) {
            offsets = Arrays.copyOf(offsets, size * 2);
            ledgers = Arrays.copyOf(ledgers, size * 2);
            entries = Arrays.copyOf(entries, size * 2);
        }
        offsets[size] = offset;
        ledgers[size] = ledgerId;
        entries[size] = entryId;
        size++;
        bytesSincePoint = bytes;
    }

    /** Puts the points of an older part of the log in front of those that are here. */
    void prepend(PartitionIndex older) {
        int total = older.size + size;
        offsets = join(older.offsets, older.size, offsets, size, total);
        ledgers = join(older.ledgers, older.size, ledgers, size, total);
        entries = join(older.entries, older.size, entries, size, total);
        size = total;
    }

    private static long[] join(long[] first, int firstSize, long[] second, int secondSize, int total) {
        long[] joined = Arrays.copyOf(first, Math.max(4, total));
        System.arraycopy(second, 0, joined, firstSize, secondSize);
        return joined;
    }

    /** Forgets a ledger's points; it is dropped. Dropped ledgers are the oldest ones. */
    void dropLedger(long ledgerId) {
        int kept = 0;
        for (int i = 0; i < size; i++) {
            if (ledgers[i] != ledgerId) {
                offsets[kept] = offsets[i];
                ledgers[kept] = ledgers[i];
                entries[kept] = entries[i];
                kept++;
            }
        }
        size = kept;
    }

    /** First offset that is known to be in a ledger; {@code Long.MAX_VALUE} when none is. */
    long firstOffset() {
        return size == 0 ? Long.MAX_VALUE : offsets[0];
    }

    /** Number of points. */
    int size() {
        return size;
    }

    /** Position of the last point at or before {@code offset}, which must be at least {@link #firstOffset}. */
    int floor(long offset) {
        int found = Arrays.binarySearch(offsets, 0, size, offset);
        int at = found >= 0 ? found : -found - 2;
        if (at < 0) {
            throw new IllegalArgumentException(
                    "offset " + offset + " lies before the index, which begins at " + firstOffset());
        }
        return at;
    }

    /** Ledger of a point. */
    long ledger(int point) {
        return ledgers[point];
    }

    /** Entry of a point. */
    long entry(int point) {
        return entries[point];
    }

    /**
     * The last entry that may hold this partition's batches between a point and the next one; the next point's entry itself may
     * hold some in front of it.
     *
     * @param lastOfLedger the last entry of the point's ledger that is indexed
     */
    long lastEntryBefore(int next, long lastOfLedger) {
        int point = next - 1;
        long last = Math.min(entries[point] + STRIDE_ENTRIES, lastOfLedger);
        boolean sameLedger = next < size && ledgers[next] == ledgers[point];
        return sameLedger ? Math.min(last, entries[next]) : last;
    }
}
