/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.shard.read;

import io.varve.log.Loop;
import io.varve.log.record.Entry;
import io.varve.shard.loop.Completions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Runs of entries read back from ledgers for readers that are behind the tail. Windows are aligned, so that all lagging readers
 * of a shard meet in the same ones: a read in flight is shared, a finished one is kept for those who come next, within a budget
 * of bytes. Owned by the shard's loop.
 */
public final class LedgerWindows {
    /** Entries of a window: 2 MiB at the usual entry size. */
    static final int ENTRIES = 8;

    private static final int READ_BYTES = 4 * 1024 * 1024;

    private record Place(long ledgerId, long firstEntry) {}

    /** Reads entries of a ledger; the receiver releases them. */
    public interface EntrySource {
        CompletableFuture<List<Entry>> read(long ledgerId, long firstEntry, long lastEntry, int maxBytes);
    }

    private final Loop loop;
    private final EntrySource entries;
    private final long budgetBytes;
    private final LinkedHashMap<Place, Window> kept = new LinkedHashMap<>(16, 0.75f, true);
    private final Map<Place, CompletableFuture<Window>> underWay = new HashMap<>();
    private long keptBytes;

    /** A run of entries. */
    private static final class Window {
        private final List<EntryView> views = new ArrayList<>();
        private long bytes;

        void release() {
            views.forEach(EntryView::release);
        }
    }

    LedgerWindows(Loop loop, EntrySource entries, long budgetBytes) {
        this.loop = loop;
        this.entries = entries;
        this.budgetBytes = budgetBytes;
    }

    /** The entry, if its window is here. Borrowed, valid within this task of the loop. */
    @Nullable
    EntryView get(long ledgerId, long entryId) {
        long first = entryId - entryId % ENTRIES;
        Window window = kept.get(new Place(ledgerId, first));
        int at = (int) (entryId - first);
        return window != null && at < window.views.size() ? window.views.get(at) : null;
    }

    /**
     * Brings the entry's window; on the loop, when the future is done, {@link #get} finds the entry.
     *
     * @param lastEntry the last readable entry of the ledger
     */
    CompletableFuture<Void> load(long ledgerId, long entryId, long lastEntry) {
        long first = entryId - entryId % ENTRIES;
        Place place = new Place(ledgerId, first);
        CompletableFuture<Window> running = underWay.get(place);
        if (running == null) {
            running = new CompletableFuture<>();
            underWay.put(place, running);
            fill(place, new Window(), first, Math.min(first + ENTRIES - 1, lastEntry), running);
        }
        return running.thenApply(window -> null);
    }

    private void fill(Place place, Window window, long next, long last, CompletableFuture<Window> done) {
        Completions.onLoop(loop, entries.read(place.ledgerId(), next, last, READ_BYTES), (read, failure) -> {
            if (failure != null) {
                window.release();
                underWay.remove(place);
                done.completeExceptionally(failure);
                return;
            }
            for (Entry entry : read) {
                EntryView view = new EntryView(entry);
                entry.release();
                window.views.add(view);
                window.bytes += view.sizeBytes();
            }
            long reached = next + read.size();
            if (reached <= last) {
                fill(place, window, reached, last, done);
            } else {
                keep(place, window);
                underWay.remove(place);
                done.complete(window);
            }
        });
    }

    private void keep(Place place, Window window) {
        Window former = kept.put(place, window);
        if (former != null) {
            keptBytes -= former.bytes;
            former.release();
        }
        keptBytes += window.bytes;
        Iterator<Map.Entry<Place, Window>> oldest = kept.entrySet().iterator();
        while (keptBytes > budgetBytes && kept.size() > 1) {
            Window evicted = oldest.next().getValue();
            oldest.remove();
            keptBytes -= evicted.bytes;
            evicted.release();
        }
    }

    void clear() {
        kept.values().forEach(Window::release);
        kept.clear();
        keptBytes = 0;
    }
}
