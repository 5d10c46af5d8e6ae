/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.simulation;

import io.netty.buffer.ByteBuf;
import io.varve.log.LedgerEnd;
import io.varve.log.LedgerReader;
import io.varve.log.LedgerSpec;
import io.varve.log.LedgerStore;
import io.varve.log.LedgerWriter;
import io.varve.log.Quorum;
import io.varve.log.UnsentBytes;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** A broker's bookies, with something about them that a test changes. */
class WrappedLedgers implements LedgerStore {
    final LedgerStore store;

    WrappedLedgers(LedgerStore store) {
        this.store = store;
    }

    @Override
    public CompletableFuture<LedgerWriter> create(LedgerSpec spec) {
        return store.create(spec).thenApply(this::wrap);
    }

    LedgerWriter wrap(LedgerWriter writer) {
        return writer;
    }

    @Override
    public CompletableFuture<LedgerReader> open(long ledgerId) {
        return store.open(ledgerId);
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

    /** A writer, likewise. */
    static class WrappedWriter implements LedgerWriter {
        final LedgerWriter writer;

        WrappedWriter(LedgerWriter writer) {
            this.writer = writer;
        }

        @Override
        public long ledgerId() {
            return writer.ledgerId();
        }

        @Override
        public Quorum quorum() {
            return writer.quorum();
        }

        @Override
        public boolean isWhole() {
            return writer.isWhole();
        }

        @Override
        public CompletableFuture<Long> append(ByteBuf entry) {
            return writer.append(entry);
        }

        @Override
        public CompletableFuture<LedgerEnd> close() {
            return writer.close();
        }

        @Override
        public LedgerReader reader() {
            return writer.reader();
        }
    }
}
