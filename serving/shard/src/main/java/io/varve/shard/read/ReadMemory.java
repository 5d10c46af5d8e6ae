/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.shard.read;

/**
 * Memory that the read paths of all shards of one loop share. One for each loop, and not one for the broker: what is touched by
 * one thread needs no locks, and shards are spread over the loops evenly.
 */
public final class ReadMemory {
    private final TailCache tail;
    private final WindowCache windows;
    private volatile long tailBytes;
    private volatile long ledgerBytes;

    /** Empty, with all of this budget for it. */
    public ReadMemory(ReadBudget budget) {
        tail = new TailCache(budget.tailBytes());
        windows = new WindowCache(budget.ledgerBytes());
    }

    /** Room for one more shard of the loop. */
    TailCache.Part newTail() {
        return tail.new Part();
    }

    WindowCache windows() {
        return windows;
    }

    /** Makes what is used now visible to other threads. On the loop. */
    void publish() {
        tailBytes = tail.bytes();
        ledgerBytes = windows.bytes();
    }

    /** Bytes of confirmed entries in memory, as of half a second ago. Any thread. */
    public long tailBytes() {
        return tailBytes;
    }

    /** Bytes of entries read back from ledgers, as of half a second ago. Any thread. */
    public long ledgerBytes() {
        return ledgerBytes;
    }
}
