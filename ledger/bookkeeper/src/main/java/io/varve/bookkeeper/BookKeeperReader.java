/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.bookkeeper;

import io.netty.buffer.ByteBuf;
import io.varve.log.LedgerReader;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.apache.bookkeeper.client.api.BKException.Code;
import org.apache.bookkeeper.client.api.LedgerEntries;
import org.apache.bookkeeper.client.api.LedgerEntry;
import org.apache.bookkeeper.client.api.ReadHandle;

/** Reads one ledger, in batches. */
final class BookKeeperReader implements LedgerReader {
    /**
     * Most entries that one read asks for. A batch is cut by bytes at the bookie; but a client that once couldn't reach any
     * bookie reads entry by entry from then on, and would ask for all of them at once.
     */
    private static final int MAX_ENTRIES = 256;

    private final BookKeeperLedgerStore store;
    private final ReadHandle handle;
    private final Runnable onClose;

    BookKeeperReader(BookKeeperLedgerStore store, ReadHandle handle, Runnable onClose) {
        this.store = store;
        this.handle = handle;
        this.onClose = onClose;
    }

    @Override
    public long ledgerId() {
        return handle.getId();
    }

    /**
     * Reads past the confirmed end that the handle knows, since of an open ledger that lags behind its writer by an entry or
     * more. That is safe only because the caller knows that its range is confirmed: such an entry is on an ack quorum of
     * bookies, and a bookie that lacks it is passed over.
     */
    @Override
    public CompletableFuture<List<ByteBuf>> read(long firstEntry, long lastEntry, int maxBytes) {
        LedgerReader.checkRange(firstEntry, lastEntry, maxBytes);
        int count = (int) Math.min(lastEntry - firstEntry + 1, MAX_ENTRIES);
        CompletableFuture<List<ByteBuf>> read = handle.batchReadUnconfirmedAsync(firstEntry, count, maxBytes)
                .thenApply(BookKeeperReader::take)
                .exceptionallyCompose(this::explain);
        return Failures.translate(
                read,
                failure -> Failures.repeatable("reading entry " + firstEntry + " of ledger " + ledgerId(), failure));
    }

    @Override
    public CompletableFuture<Long> confirmedEntry() {
        CompletableFuture<Long> asked = handle.readLastAddConfirmedAsync().exceptionallyCompose(this::explain);
        return Failures.translate(
                asked, failure -> Failures.repeatable("confirmed end of ledger " + ledgerId(), failure));
    }

    private static List<ByteBuf> take(LedgerEntries entries) {
        try (entries) {
            List<ByteBuf> buffers = new ArrayList<>();
            for (LedgerEntry entry : entries) {
                buffers.add(entry.getEntryBuffer().retain());
            }
            return buffers;
        }
    }

    /** Bookies that freed a deleted ledger's space fail in several ways: its metadata tells. */
    private <T> CompletableFuture<T> explain(Throwable failure) {
        return store.metadata(ledgerId()).handle((metadata, missing) -> {
            boolean deleted =
                    missing != null && Failures.code(missing) == Code.NoSuchLedgerExistsOnMetadataServerException;
            throw new CompletionException(deleted ? missing : failure);
        });
    }

    @Override
    public void close() {
        onClose.run();
    }
}
