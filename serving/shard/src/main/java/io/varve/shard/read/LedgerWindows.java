/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.shard.read;

import io.varve.log.Loop;
import io.varve.log.record.Entry;
import io.varve.shard.loop.Completions;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Runs of entries read back from ledgers for readers of a shard that are behind the tail. Windows are aligned, so that all
 * lagging readers of the shard meet in the same ones: a read in flight is shared, a finished one is kept for those who come
 * next, in memory that the shards of a loop share. One read fills a window; where entries are so large that it ends early, the
 * rest of the run comes in windows of its own, from where it is asked for. Owned by the shard's loop.
 */
public final class LedgerWindows {
    /** Entries of a window: 2 MiB at the usual entry size. */
    static final int ENTRIES = 8;

    /** What one read of a ledger brings at most, as far as the budget allows it, unless the first entry alone is larger. */
    static final int READ_BYTES = 4 * 1024 * 1024;

    /** Reads entries of a ledger; the receiver releases them. */
    public interface EntrySource {
        CompletableFuture<List<Entry>> read(long ledgerId, long firstEntry, long lastEntry, int maxBytes);
    }

    private final Loop loop;
    private final EntrySource entries;
    private final WindowCache cache;
    private final Map<WindowCache.Place, CompletableFuture<Void>> underWay = new HashMap<>();
    private boolean closed;

    LedgerWindows(Loop loop, EntrySource entries, WindowCache cache) {
        this.loop = loop;
        this.entries = entries;
        this.cache = cache;
    }

    /** The entry, if its window is here. Borrowed, valid within this task of the loop. */
    @Nullable
    EntryView get(long ledgerId, long entryId) {
        long first = first(entryId);
        EntryView view = at(ledgerId, first, entryId);
        for (long start = entryId; view == null && start > first; start--) {
            view = at(ledgerId, start, entryId);
        }
        return view;
    }

    private @Nullable EntryView at(long ledgerId, long start, long entryId) {
        WindowCache.Window window = cache.get(new WindowCache.Place(this, ledgerId, start));
        return window == null ? null : window.get((int) (entryId - start));
    }

    /**
     * Brings the entry's window; on the loop, when the future is done, {@link #get} finds the entry, unless the window ended
     * early: then the next call brings it.
     *
     * @param lastEntry the last readable entry of the ledger
     */
    CompletableFuture<Void> load(long ledgerId, long entryId, long lastEntry) {
        long first = first(entryId);
        boolean endsEarly = cache.get(new WindowCache.Place(this, ledgerId, first)) != null;
        WindowCache.Place place = new WindowCache.Place(this, ledgerId, endsEarly ? entryId : first);
        CompletableFuture<Void> running = underWay.get(place);
        if (running != null) {
            return running;
        }
        CompletableFuture<Void> done = new CompletableFuture<>();
        underWay.put(place, done);
        long last = Math.min(first + ENTRIES - 1, lastEntry);
        cache.load(() -> fill(place, last, done));
        return done;
    }

    private void fill(WindowCache.Place place, long last, CompletableFuture<Void> done) {
        Completions.onLoop(loop, read(place, last), (found, failure) -> {
            if (failure != null) {
                ended(place, done, failure);
                return;
            }
            try {
                keep(place, found);
            } catch (RuntimeException damage) {
                ended(place, done, damage);
                return;
            }
            ended(place, done, null);
        });
    }

    private CompletableFuture<List<Entry>> read(WindowCache.Place place, long last) {
        try {
            return entries.read(place.ledgerId(), place.firstEntry(), last, cache.readBytes());
        } catch (RuntimeException refused) {
            return CompletableFuture.failedFuture(refused);
        }
    }

    /** Takes ownership of the entries. */
    private void keep(WindowCache.Place place, List<Entry> found) {
        WindowCache.Window window = new WindowCache.Window();
        try {
            for (Entry entry : found) {
                window.add(new EntryView(entry));
            }
        } catch (RuntimeException e) {
            window.release();
            throw e;
        } finally {
            found.forEach(Entry::release);
        }
        if (closed) {
            window.release();
        } else {
            cache.keep(place, window);
        }
    }

    /** However it ended, somebody waits for it, and the next load for its room. */
    private void ended(WindowCache.Place place, CompletableFuture<Void> done, @Nullable Throwable failure) {
        underWay.remove(place);
        // Who waits for the window takes from it now: from here on it may have to go.
        if (failure == null) {
            done.complete(null);
        } else {
            done.completeExceptionally(failure);
        }
        cache.loaded();
    }

    private static long first(long entryId) {
        return entryId - entryId % ENTRIES;
    }

    /** Lets go of everything; what is still being read is dropped when it comes. */
    void clear() {
        closed = true;
        cache.clear(this);
    }
}
