/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.bookkeeper;

import io.netty.buffer.ByteBuf;
import io.varve.log.LedgerEnd;
import io.varve.log.LedgerReader;
import io.varve.log.LedgerWriter;
import io.varve.log.Quorum;
import io.varve.protocol.error.StoreException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.apache.bookkeeper.client.api.BKException.Code;
import org.apache.bookkeeper.client.api.WriteHandle;
import org.apache.bookkeeper.net.BookieId;
import org.jspecify.annotations.Nullable;

/** Writes one ledger. Appends are made on the caller's thread and completed on the ledger's worker thread, in order. */
final class BookKeeperWriter implements LedgerWriter {
    private enum State {
        OPEN,
        CLOSED,
        FENCED,
        FAILED
    }

    private final BookKeeperLedgerStore store;
    private final WriteHandle handle;
    private final Quorum quorum;
    private final List<BookieId> ensemble;
    private final long incidentsBefore;
    private volatile State state = State.OPEN;
    private volatile boolean wholeAtClose;

    BookKeeperWriter(BookKeeperLedgerStore store, WriteHandle handle, Quorum quorum) {
        this.store = store;
        this.handle = handle;
        this.quorum = quorum;
        this.ensemble = handle.getLedgerMetadata().getEnsembleAt(0);
        this.incidentsBefore = store.health().incidents(ensemble);
    }

    @Override
    public long ledgerId() {
        return handle.getId();
    }

    @Override
    public Quorum quorum() {
        return quorum;
    }

    @Override
    public boolean isWhole() {
        State now = state;
        return now == State.CLOSED ? wholeAtClose : now == State.OPEN && copiesAreComplete();
    }

    private boolean copiesAreComplete() {
        return store.health().incidents(ensemble) == incidentsBefore;
    }

    @Override
    public CompletableFuture<Long> append(ByteBuf entry) {
        try {
            LedgerWriter.checkSize(entry);
        } catch (IllegalArgumentException e) {
            entry.release();
            throw e;
        }
        State before = state;
        return Failures.translate(store.buffers().append(handle, entry), failure -> failed(before, failure));
    }

    /**
     * The client gives the first failure to everything that was sent, and "closed" to what comes later, whatever closed it.
     *
     * @param before state when the append was made
     */
    private StoreException failed(State before, Throwable failure) {
        String what = "append to ledger " + ledgerId();
        int code = Failures.code(failure);
        if (code == Code.LedgerClosedException && state == State.CLOSED) {
            return before == State.CLOSED
                    ? new StoreException.Unavailable(what + ": closed by its writer", failure)
                    : new StoreException.UnknownOutcome(what + ": closed before its bookies answered", failure);
        }
        if (code == Code.LedgerClosedException && state == State.FAILED) {
            return new StoreException.Unavailable(what + ": the ledger failed before", failure);
        }
        if (code == Code.LedgerClosedException || code == Code.LedgerFencedException) {
            state = State.FENCED;
            return new StoreException.Fenced(what + ": fenced or closed by somebody else", failure);
        }
        state = State.FAILED;
        return new StoreException.UnknownOutcome(what + ": " + failure.getMessage(), failure);
    }

    @Override
    public CompletableFuture<LedgerEnd> close() {
        if (state == State.OPEN) {
            wholeAtClose = copiesAreComplete();
            state = State.CLOSED;
        }
        CompletableFuture<LedgerEnd> closed =
                handle.closeAsync().handle((done, failure) -> failure).thenCompose(this::end);
        return Failures.translate(closed, failure -> Failures.change("close of ledger " + ledgerId(), failure));
    }

    /** A close succeeds although somebody else closed the ledger first, and fails if the ends differ: the metadata decides. */
    private CompletableFuture<LedgerEnd> end(@Nullable Throwable closeFailure) {
        return store.metadata(ledgerId()).thenApply(metadata -> BookKeeperLedgerStore.end(metadata)
                .orElseThrow(() -> new StoreException.UnknownOutcome(
                        "ledger " + ledgerId() + " has no end although it was closed", closeFailure)));
    }

    @Override
    public LedgerReader reader() {
        return new BookKeeperReader(store, handle, () -> {});
    }
}
