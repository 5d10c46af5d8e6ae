/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.bookkeeper;

import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.bookkeeper.bookie.BookKeeperServerStats;
import org.apache.bookkeeper.stats.NullStatsProvider;
import org.apache.bookkeeper.stats.StatsLogger;

/** What is known of one bookie's journal. */
final class JournalStats extends NullStatsProvider {
    private static final String CREATED = BookKeeperServerStats.JOURNAL_CREATION_LATENCY;
    private static final String SYNCED = BookKeeperServerStats.JOURNAL_SYNC;

    private final CompletableFuture<Void> open = new CompletableFuture<>();
    private final AtomicLong syncs = new AtomicLong();
    private final StatsLogger stats = new StatsTap(Set.of(CREATED, SYNCED), this::happened);

    /** Completes when there is a file to write to. */
    CompletableFuture<Void> open() {
        return open;
    }

    /** How often it was forced to disk. */
    long syncs() {
        return syncs.get();
    }

    @Override
    public StatsLogger getStatsLogger(String scope) {
        return stats;
    }

    private void happened(String name, String label, boolean succeeded, long nanos) {
        if (succeeded && name.equals(SYNCED)) {
            syncs.incrementAndGet();
        } else if (succeeded) {
            open.complete(null);
        }
    }
}
