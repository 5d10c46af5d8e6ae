/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.benchmark.micro;

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

/** Ledgers that acknowledge at once and keep nothing, so that only the shard's own work is measured. */
public final class DiscardingLedgers implements LedgerStore {
    private final UnsentBytes unsent = new UnsentBytes();
    private long lastLedger;

    @Override
    public CompletableFuture<LedgerWriter> create(LedgerSpec spec) {
        return CompletableFuture.completedFuture(new Writer(++lastLedger, spec.quorum()));
    }

    @Override
    public CompletableFuture<LedgerReader> open(long ledgerId) {
        throw new UnsupportedOperationException("ledger " + ledgerId + " was not kept");
    }

    @Override
    public CompletableFuture<LedgerEnd> recover(long ledgerId, int claimEpoch) {
        throw new UnsupportedOperationException("ledger " + ledgerId + " was not kept");
    }

    @Override
    public CompletableFuture<Void> delete(long ledgerId) {
        return CompletableFuture.completedFuture(null);
    }

    @Override
    public CompletableFuture<List<Long>> list() {
        return CompletableFuture.completedFuture(List.of());
    }

    @Override
    public CompletableFuture<Integer> writableBookies() {
        return CompletableFuture.completedFuture(1);
    }

    @Override
    public UnsentBytes unsent() {
        return unsent;
    }

    @Override
    public void close() {}

    private static final class Writer implements LedgerWriter {
        private final long ledgerId;
        private final Quorum quorum;
        private long entries;
        private long bytes;

        Writer(long ledgerId, Quorum quorum) {
            this.ledgerId = ledgerId;
            this.quorum = quorum;
        }

        @Override
        public long ledgerId() {
            return ledgerId;
        }

        @Override
        public Quorum quorum() {
            return quorum;
        }

        @Override
        public boolean isWhole() {
            return true;
        }

        @Override
        public CompletableFuture<Long> append(ByteBuf entry) {
            bytes += entry.readableBytes();
            entry.release();
            return CompletableFuture.completedFuture(entries++);
        }

        @Override
        public CompletableFuture<LedgerEnd> close() {
            return CompletableFuture.completedFuture(new LedgerEnd(entries - 1, bytes));
        }

        @Override
        public LedgerReader reader() {
            throw new UnsupportedOperationException("ledger " + ledgerId + " keeps nothing");
        }
    }
}
