/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.shard.read;

import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The newest confirmed entries, in memory, oldest out first when the budget is full. Owned by the shard's loop. A reader that
 * falls behind it reads ledgers: nobody can pin it.
 */
final class TailCache {
    private record Place(long ledgerId, long entryId) {}

    private final long budgetBytes;
    private final ArrayDeque<EntryView> order = new ArrayDeque<>();
    private final Map<Place, EntryView> byPlace = new HashMap<>();
    private long bytes;

    TailCache(long budgetBytes) {
        this.budgetBytes = budgetBytes;
    }

    /** Keeps a confirmed entry. Takes ownership of the view. */
    void add(EntryView view) {
        order.add(view);
        byPlace.put(new Place(view.ledgerId(), view.entryId()), view);
        bytes += view.sizeBytes();
        while (bytes > budgetBytes && order.size() > 1) {
            evict();
        }
    }

    /** The entry, if it is here. Borrowed, valid within this task of the loop. */
    @Nullable
    EntryView get(long ledgerId, long entryId) {
        return byPlace.get(new Place(ledgerId, entryId));
    }

    long bytes() {
        return bytes;
    }

    /** Bytes of the partition's batches that are here. */
    long bytesOf(io.varve.shard.state.PartitionKey key) {
        long sum = 0;
        for (EntryView view : order) {
            EntryView.Batches batches = view.of(key);
            for (int i = 0; batches != null && i < batches.size(); i++) {
                sum += batches.length(i);
            }
        }
        return sum;
    }

    void clear() {
        while (!order.isEmpty()) {
            evict();
        }
    }

    private void evict() {
        EntryView oldest = order.remove();
        byPlace.remove(new Place(oldest.ledgerId(), oldest.entryId()));
        bytes -= oldest.sizeBytes();
        oldest.release();
    }
}
