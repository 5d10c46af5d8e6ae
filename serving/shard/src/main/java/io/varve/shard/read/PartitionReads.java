/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.shard.read;

import io.varve.shard.state.PartitionKey;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * What reading one partition needs and no record holds: where its offsets are, how far it is confirmed, who waits for more.
 * Owned by the shard's loop; rebuilt from the log.
 */
final class PartitionReads {
    private final PartitionKey key;
    private final PartitionIndex index = new PartitionIndex();
    private final List<LedgerRange> ranges = new ArrayList<>();
    private final Set<Runnable> waiting = new LinkedHashSet<>();
    private long confirmedEnd;

    PartitionReads(PartitionKey key) {
        this.key = key;
    }

    PartitionKey key() {
        return key;
    }

    PartitionIndex index() {
        return index;
    }

    /** One above the last offset that readers may see. */
    long confirmedEnd() {
        return confirmedEnd;
    }

    /** What each ledger holds of this partition, oldest first. */
    List<LedgerRange> ranges() {
        return ranges;
    }

    /** Notes a confirmed batch. */
    void add(long ledgerId, long entryId, BatchFacts batch) {
        index.add(batch.baseOffset(), ledgerId, entryId, batch.bytes());
        if (ranges.isEmpty() || ranges.get(ranges.size() - 1).ledgerId() != ledgerId) {
            ranges.add(new LedgerRange(ledgerId, batch.baseOffset()));
        }
        ranges.get(ranges.size() - 1).add(batch);
    }

    /** Lets readers see everything below {@code end}. */
    void confirm(long end) {
        confirmedEnd = Math.max(confirmedEnd, end);
    }

    /** Puts an older part of the log, found later, in front. */
    void prepend(PartitionReads older) {
        index.prepend(older.index);
        ranges.addAll(0, older.ranges);
        confirm(older.confirmedEnd);
    }

    void dropLedger(long ledgerId) {
        index.dropLedger(ledgerId);
        ranges.removeIf(range -> range.ledgerId() == ledgerId);
    }

    /** Calls {@code reader} once, when more is confirmed, however often it has asked. */
    void await(Runnable reader) {
        waiting.add(reader);
    }

    /** The reader that waited doesn't any more, if it did: nothing may ever come that would wake it. */
    void forget(Runnable reader) {
        waiting.remove(reader);
    }

    /** How many readers wait. */
    int waiting() {
        return waiting.size();
    }

    /** Wakes whoever waits. */
    void wake() {
        if (!waiting.isEmpty()) {
            List<Runnable> woken = List.copyOf(waiting);
            waiting.clear();
            woken.forEach(Runnable::run);
        }
    }
}
