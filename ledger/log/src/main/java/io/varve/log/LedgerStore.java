/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.log;

import io.varve.protocol.error.StoreException;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;

/**
 * Replicated, append-only ledgers: the port behind which BookKeeper stands. Futures complete on threads of the store;
 * callers hop to their own loop. They fail with {@link StoreException} only. Nothing here blocks the caller.
 */
public interface LedgerStore extends AutoCloseable {
    /**
     * Creates an empty ledger with an id that was never used before. Fails with {@code Unavailable} when too few bookies are
     * writable, {@code UnknownOutcome} when it can't be told whether it was created.
     */
    CompletableFuture<LedgerWriter> create(LedgerSpec spec);

    /**
     * Opens a ledger for reading without disturbing its writer. {@code NotFound} when it doesn't exist. The reader must be told
     * how far it may read: see {@link LedgerReader#read}.
     */
    CompletableFuture<LedgerReader> open(long ledgerId);

    /**
     * Fences the ledger's writer, finds the true end, makes every entry up to it fully replicated, and closes the ledger: after
     * that no further append to it can be acknowledged. Only the holder of a claim on the shard may call this (I3); a foreign
     * reader that recovers would stop the live owner. Recovering a ledger that has an end just tells it. Fails with
     * {@code Unavailable} when too few bookies answer: the writer may be fenced by then, and doing it again is safe.
     *
     * @param claimEpoch epoch of the caller's claim; must be at least that of the ledger's spec, else {@code Conflict}
     */
    CompletableFuture<LedgerEnd> recover(long ledgerId, int claimEpoch);

    /** Deletes the ledger; deleting one that is gone is a success. Its id is never used again (I6). */
    CompletableFuture<Void> delete(long ledgerId);

    /** Ids of all ledgers that exist, in no particular order, of every shard and cluster that shares the store. */
    CompletableFuture<List<Long>> list();

    /**
     * How many bookies can take new ledgers now: whoever is told {@code Unavailable} by {@link #create} learns whether a smaller
     * quorum would do, and when the larger one will do again. A bookie that died counts until its session expires.
     */
    CompletableFuture<Integer> writableBookies();

    /** Counts who holds copies, for operators; asked rarely. Fails with {@code Unavailable}. */
    default CompletableFuture<CopyHolders> copyHolders() {
        return writableBookies().thenApply(bookies -> new CopyHolders(bookies, bookies, OptionalLong.empty()));
    }

    /**
     * How long each place that stores copies took for those that it stored, by its name; empty where there is nothing to measure.
     */
    default Map<String, LatencyHistogram> copyLatencies() {
        return Map.of();
    }

    /**
     * What is held in memory of answered entries for bookies slower than the ack quorum. An entry counts from its answer, good or
     * bad, until each bookie that it was sent to has taken it or failed; closing its ledger doesn't change that.
     */
    UnsentBytes unsent();

    /** Releases connections and threads; open writers are left unsealed. */
    @Override
    void close();
}
