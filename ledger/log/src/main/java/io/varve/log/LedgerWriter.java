/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.log;

import io.netty.buffer.ByteBuf;
import java.util.concurrent.CompletableFuture;

/** The one writer of an open ledger. Calls come from one thread, unless said otherwise. */
public interface LedgerWriter {
    /** Largest entry: a record batch of 4 MiB, the largest there is, with room for the headers around it. */
    int MAX_ENTRY_BYTES = (4 << 20) + (64 << 10);

    /** Id of the ledger. */
    long ledgerId();

    /** The quorum that it was created with. */
    Quorum quorum();

    /**
     * Whether every bookie of the ensemble is still there and took every entry, as far as is known. Once false it stays false:
     * the ledger promises fewer copies than its quorum says, so move on to another one. May be called on any thread.
     */
    boolean isWhole();

    /**
     * Appends one entry and completes with its id, dense from 0, when the ack quorum has it on disk; the bookies beyond the
     * quorum may not have taken it yet, and what is held for them counts as {@link LedgerStore#unsent}. Futures complete in entry
     * order. After the first failure every later append fails as well. A failed append may still be in the ledger: only
     * {@link #close} or {@link LedgerStore#recover} tell. Fails with {@code Fenced} when the ledger was fenced or closed by
     * somebody else; {@code UnknownOutcome} when the entry was sent, but no ack quorum answered; {@code Unavailable} when it
     * wasn't sent, since the ledger had failed before or was closed by this writer.
     *
     * @param entry takes ownership, also on failure; more than {@link #MAX_ENTRY_BYTES} are an {@link IllegalArgumentException}
     */
    CompletableFuture<Long> append(ByteBuf entry);

    /**
     * Closes the ledger; appends without an answer fail. The end is read back from the ledger's metadata, since a close may
     * succeed although somebody else fenced and ended the ledger elsewhere. Repeating it gives the same answer. Fails with
     * {@code UnknownOutcome} when it can't be told whether the ledger was closed: then {@link LedgerStore#recover} tells.
     */
    CompletableFuture<LedgerEnd> close();

    /** Reads what this writer has had acknowledged. Closing the reader leaves the writer open. */
    LedgerReader reader();

    /** Refuses an entry of more than {@link #MAX_ENTRY_BYTES} with {@link IllegalArgumentException}; borrows it. */
    static void checkSize(ByteBuf entry) {
        if (entry.readableBytes() > MAX_ENTRY_BYTES) {
            throw new IllegalArgumentException("an entry of " + entry.readableBytes() + " bytes exceeds the limit of "
                    + MAX_ENTRY_BYTES + " bytes");
        }
    }
}
