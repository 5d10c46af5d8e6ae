/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.simulation.port;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.varve.log.LedgerEnd;
import io.varve.log.LedgerFaults;
import io.varve.log.LedgerReader;
import io.varve.log.LedgerSpec;
import io.varve.log.LedgerStore;
import io.varve.log.LedgerWriter;
import io.varve.log.MemoryLedgerStore;
import io.varve.log.Quorum;
import io.varve.log.UnsentBytes;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;

/** The bookies of a simulated cluster: they do at once what reaches them, unless they are told not to, and a tap sees it. */
public final class StoredLedgers implements LedgerStore {
    private final MemoryLedgerStore store = new MemoryLedgerStore(Runnable::run);
    private final LedgerTap tap;
    private final TreeMap<Long, Unended> unended = new TreeMap<>();

    /**
     * A ledger without an end.
     *
     * @param sent every entry
     * @param stored those of them that are in it for good, first ones first
     */
    private record Unended(LedgerSpec spec, List<byte[]> sent, List<byte[]> stored) {}

    /** No ledgers. */
    public StoredLedgers(LedgerTap tap) {
        this.tap = tap;
    }

    /** What goes wrong at the bookies themselves. */
    public LedgerFaults faults() {
        return store.faults();
    }

    /** Ledgers that have no end yet, ascending. */
    public List<Long> unended() {
        return List.copyOf(unended.keySet());
    }

    /** Entries that are for good in a ledger that has no end yet. */
    public List<byte[]> entries(long ledgerId) {
        Unended ledger = unended.get(ledgerId);
        return ledger == null ? List.of() : List.copyOf(ledger.stored);
    }

    /** Recovers a ledger although nobody claims it, as bookies' own repair and admin tools do. */
    public void fence(long ledgerId) {
        Unended ledger = unended.get(ledgerId);
        if (ledger != null) {
            CompletableFuture<LedgerEnd> unused = recover(ledgerId, ledger.spec.epoch());
        }
    }

    @Override
    public CompletableFuture<LedgerWriter> create(LedgerSpec spec) {
        return store.create(spec).thenApply(writer -> {
            unended.put(writer.ledgerId(), new Unended(spec, new ArrayList<>(), new ArrayList<>()));
            return new Writer(writer);
        });
    }

    @Override
    public CompletableFuture<LedgerReader> open(long ledgerId) {
        return store.open(ledgerId);
    }

    @Override
    public CompletableFuture<LedgerEnd> recover(long ledgerId, int claimEpoch) {
        return store.recover(ledgerId, claimEpoch).thenApply(end -> ended(ledgerId, end));
    }

    /** It may have more than was answered: entries that a bookie kept for whom nobody had waited. */
    private LedgerEnd ended(long ledgerId, LedgerEnd end) {
        Unended ledger = unended.remove(ledgerId);
        if (ledger != null) {
            for (int entryId = ledger.stored.size(); entryId <= end.lastEntry(); entryId++) {
                tap.stored(ledger.spec, ledgerId, entryId, ledger.sent.get(entryId));
            }
        }
        return end;
    }

    @Override
    public CompletableFuture<Void> delete(long ledgerId) {
        tap.deleting(ledgerId);
        unended.remove(ledgerId);
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
    public void close() {}

    private final class Writer implements LedgerWriter {
        private final LedgerWriter writer;

        private Writer(LedgerWriter writer) {
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
            byte[] bytes = new byte[entry.readableBytes()];
            entry.readBytes(bytes).release();
            Unended ledger = unended.get(ledgerId());
            if (ledger == null) {
                // It has an end, and refuses.
                return writer.append(Unpooled.wrappedBuffer(bytes));
            }
            ledger.sent.add(bytes);
            return writer.append(Unpooled.wrappedBuffer(bytes)).thenApply(entryId -> {
                ledger.stored.add(bytes);
                tap.stored(ledger.spec, ledgerId(), entryId, bytes);
                return entryId;
            });
        }

        @Override
        public CompletableFuture<LedgerEnd> close() {
            return writer.close().thenApply(end -> ended(ledgerId(), end));
        }

        @Override
        public LedgerReader reader() {
            return writer.reader();
        }
    }
}
