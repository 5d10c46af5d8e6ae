/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.log;

import io.netty.buffer.ByteBuf;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/** A store whose readers find something else in one entry than what was written. */
final class ChangedEntries implements LedgerStore {
    private final LedgerStore store;
    private final long entryId;
    private final Function<ByteBuf, ByteBuf> change;

    ChangedEntries(LedgerStore store, long entryId, Function<ByteBuf, ByteBuf> change) {
        this.store = store;
        this.entryId = entryId;
        this.change = change;
    }

    @Override
    public CompletableFuture<LedgerWriter> create(LedgerSpec spec) {
        return store.create(spec);
    }

    @Override
    public CompletableFuture<LedgerReader> open(long ledgerId) {
        return store.open(ledgerId).thenApply(reader -> new LedgerReader() {
            @Override
            public long ledgerId() {
                return reader.ledgerId();
            }

            @Override
            public CompletableFuture<List<ByteBuf>> read(long first, long last, int maxBytes) {
                return reader.read(first, last, maxBytes).thenApply(entries -> {
                    for (int i = 0; i < entries.size(); i++) {
                        if (first + i == entryId) {
                            entries.set(i, change.apply(entries.get(i)));
                        }
                    }
                    return entries;
                });
            }

            @Override
            public CompletableFuture<Long> confirmedEntry() {
                return reader.confirmedEntry();
            }

            @Override
            public void close() {
                reader.close();
            }
        });
    }

    @Override
    public CompletableFuture<LedgerEnd> recover(long ledgerId, int claimEpoch) {
        return store.recover(ledgerId, claimEpoch);
    }

    @Override
    public CompletableFuture<Void> delete(long ledgerId) {
        return store.delete(ledgerId);
    }

    @Override
    public CompletableFuture<List<Long>> list() {
        return store.list();
    }

    @Override
    public CompletableFuture<Integer> writableBookies() {
        return store.writableBookies();
    }

    @Override
    public UnsentBytes unsent() {
        return store.unsent();
    }

    @Override
    public void close() {
        store.close();
    }
}
