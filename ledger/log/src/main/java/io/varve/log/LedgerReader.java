/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.log;

import io.netty.buffer.ByteBuf;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Reads entries of one ledger, in any order and from any thread. */
public interface LedgerReader extends AutoCloseable {
    /** Id of the ledger. */
    long ledgerId();

    /**
     * Reads consecutive entries from {@code firstEntry}: at least one, then as many up to {@code lastEntry} as fit in about
     * {@code maxBytes} (a hint; the store may return fewer). The caller must know that the entries up to {@code lastEntry} are
     * confirmed. Fails with {@code NotFound} when the ledger was deleted (a store may go on serving it for a while),
     * {@code Unavailable} when too few bookies answer, {@code Damaged} when an entry that must exist doesn't, or its digest is
     * wrong.
     *
     * @param firstEntry inclusive
     * @param lastEntry inclusive, at least {@code firstEntry}
     * @param maxBytes at least 1
     * @return the caller releases every buffer; they may share memory, so what is kept for long should be copied out
     */
    CompletableFuture<List<ByteBuf>> read(long firstEntry, long lastEntry, int maxBytes);

    /**
     * Asks for the last entry that is known to be confirmed, -1 if there is none. Of a ledger that is being written that is at
     * least one entry behind what its writer has had acknowledged; of one that has an end it is the last. Disturbs nobody. Fails
     * with {@code NotFound} and {@code Unavailable} as {@link #read}.
     */
    CompletableFuture<Long> confirmedEntry();

    /** Releases the handle. */
    @Override
    void close();

    /** Refuses arguments of {@link #read} that no ledger can answer, with {@link IllegalArgumentException}. */
    static void checkRange(long firstEntry, long lastEntry, int maxBytes) {
        if (firstEntry < 0 || lastEntry < firstEntry || maxBytes < 1) {
            throw new IllegalArgumentException("read needs 0 <= first <= last and at least 1 byte, got entries "
                    + firstEntry + " to " + lastEntry + ", " + maxBytes + " bytes");
        }
    }
}
