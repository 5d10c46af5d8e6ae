/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.shard.read;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/**
 * Memory for what the shards of one loop read back from ledgers: half of it keeps windows, the least recently used out first;
 * the other half is for windows that are being read, of which so many are under way at a time and the rest wait their turn.
 * Only an entry that alone is larger than a read may be exceeds it, since it comes all the same. Owned by the loop.
 */
final class WindowCache {
    /** Where a window begins; ledgers belong to one shard, but a shard may be closed and opened again here. */
    record Place(LedgerWindows shard, long ledgerId, long firstEntry) {}

    /** A run of entries. */
    static final class Window {
        private final List<EntryView> views = new ArrayList<>();
        private long bytes;

        /** Takes ownership of the view. */
        void add(EntryView view) {
            views.add(view);
            bytes += view.memoryBytes();
        }

        /** The entry at a place of the run. Borrowed. */
        @Nullable
        EntryView get(int at) {
            return at < views.size() ? views.get(at) : null;
        }

        void release() {
            views.forEach(EntryView::release);
            views.clear();
        }
    }

    private final long keptBudgetBytes;
    private final int readBytes;
    private final int loadsAtOnce;
    private final LinkedHashMap<Place, Window> kept = new LinkedHashMap<>(16, 0.75f, true);
    private final Queue<Runnable> waiting = new ArrayDeque<>();
    private long keptBytes;
    private int loads;

    WindowCache(long budgetBytes) {
        keptBudgetBytes = budgetBytes / 2;
        readBytes = (int) Math.max(1, Math.min(LedgerWindows.READ_BYTES, budgetBytes / 2));
        loadsAtOnce = (int) Math.max(1, Math.min(Integer.MAX_VALUE, budgetBytes / 2 / readBytes));
    }

    /** What a load may bring, unless its first entry alone is larger. */
    int readBytes() {
        return readBytes;
    }

    /** The window, if it is here. Borrowed, valid within this task of the loop. */
    @Nullable
    Window get(Place place) {
        return kept.get(place);
    }

    /** Begins a load now, or when one of those before it has ended; each ends with {@link #loaded}. */
    void load(Runnable load) {
        if (loads < loadsAtOnce) {
            loads++;
            load.run();
        } else {
            waiting.add(load);
        }
    }

    /** A load ended, well or not, and who waited for it has taken what it kept. */
    void loaded() {
        Iterator<Window> oldest = kept.values().iterator();
        while (keptBytes > keptBudgetBytes) {
            Window evicted = oldest.next();
            oldest.remove();
            remove(evicted);
        }
        Runnable next = waiting.poll();
        if (next == null) {
            loads--;
        } else {
            next.run();
        }
    }

    /** Keeps the window of a load, at least until that has {@link #loaded}. Takes ownership. */
    void keep(Place place, Window window) {
        remove(kept.put(place, window));
        keptBytes += window.bytes;
    }

    /** Lets go of a shard's windows. */
    void clear(LedgerWindows shard) {
        Iterator<Map.Entry<Place, Window>> all = kept.entrySet().iterator();
        while (all.hasNext()) {
            Map.Entry<Place, Window> next = all.next();
            if (next.getKey().shard() == shard) {
                all.remove();
                remove(next.getValue());
            }
        }
    }

    /** Memory of the windows that are kept, of all shards. */
    long bytes() {
        return keptBytes;
    }

    private void remove(@Nullable Window window) {
        if (window != null) {
            keptBytes -= window.bytes;
            window.release();
        }
    }
}
