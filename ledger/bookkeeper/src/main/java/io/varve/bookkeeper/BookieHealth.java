/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.bookkeeper;

import io.varve.log.LatencyHistogram;
import io.varve.protocol.error.StoreException;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.apache.bookkeeper.client.BookKeeperClientStats;
import org.apache.bookkeeper.discover.RegistrationClient;
import org.apache.bookkeeper.net.BookieId;
import org.apache.bookkeeper.stats.StatsLogger;
import org.apache.bookkeeper.versioning.Versioned;

/**
 * What a broker knows about its bookies, from their registrations and from its own adds. It is needed since the client, told to
 * stay with an ensemble that lost a bookie, writes on with fewer copies and says nothing. Safe for use by many threads.
 */
final class BookieHealth implements RegistrationClient.RegistrationListener {
    private static final String ADD = BookKeeperClientStats.CHANNEL_ADD_OP;
    private static final String ADD_TIMEOUT = BookKeeperClientStats.CHANNEL_TIMEOUT_ADD;
    private static final String FAILED_CONNECTION = BookKeeperClientStats.FAILED_CONNECTION_COUNTER;

    private final Map<BookieId, AtomicLong> incidents = new ConcurrentHashMap<>();
    private final Map<BookieId, Long> suspectedAtNanos = new ConcurrentHashMap<>();
    private final Map<String, LatencyHistogram> latencies = new ConcurrentHashMap<>();
    private final StatsLogger stats = new StatsTap(Set.of(ADD, ADD_TIMEOUT, FAILED_CONNECTION), this::happened);
    private final CompletableFuture<Void> known = new CompletableFuture<>();
    private volatile Set<BookieId> writable = Set.of();
    private volatile Consumer<BookieId> onSuspect = bookie -> {};

    /** For the client to report into. */
    StatsLogger stats() {
        return stats;
    }

    /**
     * Waits for the first list of bookies, then follows it.
     *
     * @param onSuspect told of a bookie whenever it doesn't answer in time, on a thread of the client that must not be held up
     */
    void follow(RegistrationClient registrations, Consumer<BookieId> onSuspect) {
        this.onSuspect = onSuspect;
        try {
            CompletableFuture.allOf(registrations.watchWritableBookies(this), known)
                    .join();
        } catch (CompletionException e) {
            throw new StoreException.Unavailable("the list of bookies can't be read", e);
        }
    }

    /** Bookies that are registered as writable and that answered lately. */
    int writable() {
        long now = System.nanoTime();
        suspectedAtNanos
                .values()
                .removeIf(since -> now - since > TimeUnit.SECONDS.toNanos(ClientOptions.SUSPECT_SECONDS));
        return (int) writable.stream()
                .filter(bookie -> !suspectedAtNanos.containsKey(bookie))
                .count();
    }

    /**
     * How often a bookie of the ensemble left or failed an add, of whatever ledger. If it differs from an earlier value, entries
     * in between may lack a copy.
     */
    long incidents(List<BookieId> ensemble) {
        long sum = 0;
        for (BookieId bookie : ensemble) {
            sum += count(bookie).get();
        }
        return sum;
    }

    /** How long each bookie took for the adds that it confirmed. */
    Map<String, LatencyHistogram> latencies() {
        return Map.copyOf(latencies);
    }

    @Override
    public void onBookiesChanged(Versioned<Set<BookieId>> bookies) {
        Set<BookieId> left = new HashSet<>(writable);
        writable = Set.copyOf(bookies.getValue());
        left.removeAll(writable);
        left.forEach(bookie -> count(bookie).incrementAndGet());
        known.complete(null);
    }

    private void happened(String name, String label, boolean succeeded, long nanos) {
        if (label.isEmpty()) {
            return;
        }
        if (name.equals(ADD) && succeeded) {
            latencies.computeIfAbsent(label, bookie -> new LatencyHistogram()).record(nanos);
            return;
        }
        BookieId bookie = BookieId.parse(label);
        count(bookie).incrementAndGet();
        if (!name.equals(ADD)) {
            suspectedAtNanos.put(bookie, System.nanoTime());
            onSuspect.accept(bookie);
        }
    }

    private AtomicLong count(BookieId bookie) {
        return incidents.computeIfAbsent(bookie, b -> new AtomicLong());
    }
}
