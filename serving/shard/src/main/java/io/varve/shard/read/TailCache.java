/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.shard.read;

import io.varve.shard.state.PartitionKey;
import java.util.ArrayDeque;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The newest confirmed entries of all shards of one loop, in memory; when the budget is full the oldest one goes first,
 * whichever shard's it is, so that a busy shard has what quiet ones don't use. Owned by the loop. A reader that falls behind it
 * reads ledgers: nobody can pin it.
 */
final class TailCache {
    private record Place(long ledgerId, long entryId) {}

    private record Kept(Part part, EntryView view) {}

    private final long budgetBytes;
    private final ArrayDeque<Kept> order = new ArrayDeque<>();
    private long bytes;

    TailCache(long budgetBytes) {
        this.budgetBytes = budgetBytes;
    }

    /** What one shard has here. */
    final class Part {
        private final Map<Place, EntryView> byPlace = new LinkedHashMap<>();

        /** Keeps a newly confirmed entry. Takes ownership of the view. */
        void add(EntryView view) {
            order.add(new Kept(this, view));
            byPlace.put(place(view), view);
            bytes += view.memoryBytes();
            while (bytes > budgetBytes && order.size() > 1) {
                evict();
            }
        }

        /** The entry, if it is here. Borrowed, valid within this task of the loop. */
        @Nullable
        EntryView get(long ledgerId, long entryId) {
            return byPlace.get(new Place(ledgerId, entryId));
        }

        /** Bytes of the partition's batches that are here. */
        long bytesOf(PartitionKey key) {
            long sum = 0;
            for (EntryView view : byPlace.values()) {
                EntryView.Batches batches = view.of(key);
                for (int i = 0; batches != null && i < batches.size(); i++) {
                    sum += batches.length(i);
                }
            }
            return sum;
        }

        /** Lets go of all of them. */
        void clear() {
            order.removeIf(kept -> kept.part == this);
            for (EntryView view : byPlace.values()) {
                bytes -= view.memoryBytes();
                view.release();
            }
            byPlace.clear();
        }
    }

    /** Memory that is used, of all shards. */
    long bytes() {
        return bytes;
    }

    private void evict() {
        Kept oldest = order.remove();
        oldest.part.byPlace.remove(place(oldest.view));
        bytes -= oldest.view.memoryBytes();
        oldest.view.release();
    }

    private static Place place(EntryView view) {
        return new Place(view.ledgerId(), view.entryId());
    }
}
