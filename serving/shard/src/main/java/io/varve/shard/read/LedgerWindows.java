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
 * next, in memory that the shards of a loop share. Owned by the shard's loop.
 */
public final class LedgerWindows {
    /** Entries of a window: 2 MiB at the usual entry size. */
    static final int ENTRIES = 8;

    /** What one read of a ledger brings at most, unless the first entry alone is larger. */
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
        WindowCache.Window window = cache.get(new WindowCache.Place(this, ledgerId, first));
        return window == null ? null : window.get((int) (entryId - first));
    }

    /**
     * Brings the entry's window; on the loop, when the future is done, {@link #get} finds the entry.
     *
     * @param lastEntry the last readable entry of the ledger
     */
    CompletableFuture<Void> load(long ledgerId, long entryId, long lastEntry) {
        long first = first(entryId);
        WindowCache.Place place = new WindowCache.Place(this, ledgerId, first);
        CompletableFuture<Void> running = underWay.get(place);
        if (running != null) {
            return running;
        }
        CompletableFuture<Void> done = new CompletableFuture<>();
        underWay.put(place, done);
        long last = Math.min(first + ENTRIES - 1, lastEntry);
        cache.load(() -> fill(place, new WindowCache.Window(), first, last, done));
        return done;
    }

    private void fill(
            WindowCache.Place place, WindowCache.Window window, long next, long last, CompletableFuture<Void> done) {
        Completions.onLoop(loop, entries.read(place.ledgerId(), next, last, READ_BYTES), (read, failure) -> {
            if (failure != null) {
                window.release();
                ended(place);
                done.completeExceptionally(failure);
                return;
            }
            for (Entry entry : read) {
                window.add(new EntryView(entry));
                entry.release();
            }
            long reached = next + read.size();
            if (reached <= last) {
                fill(place, window, reached, last, done);
                return;
            }
            if (closed) {
                window.release();
            } else {
                cache.keep(place, window);
            }
            // Who waits for it takes from it before the next load can push it out.
            done.complete(null);
            ended(place);
        });
    }

    private void ended(WindowCache.Place place) {
        underWay.remove(place);
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
