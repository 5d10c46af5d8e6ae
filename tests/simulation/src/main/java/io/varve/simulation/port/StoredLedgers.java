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

/** The bookies of a simulated cluster: they do at once what reaches them, and a tap sees it. */
public final class StoredLedgers implements LedgerStore {
    private final MemoryLedgerStore store = new MemoryLedgerStore(Runnable::run);
    private final LedgerTap tap;
    private final TreeMap<Long, List<byte[]>> unended = new TreeMap<>();

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

    /** Entries of a ledger that has no end yet. */
    public List<byte[]> entries(long ledgerId) {
        return List.copyOf(unended.getOrDefault(ledgerId, List.of()));
    }

    /** Recovers a ledger although nobody claims it, as bookies' own repair and admin tools do. */
    public void fence(long ledgerId) {
        store.faults().fence(ledgerId);
        unended.remove(ledgerId);
    }

    @Override
    public CompletableFuture<LedgerWriter> create(LedgerSpec spec) {
        return store.create(spec).thenApply(writer -> {
            unended.put(writer.ledgerId(), new ArrayList<>());
            return new Writer(spec, writer);
        });
    }

    @Override
    public CompletableFuture<LedgerReader> open(long ledgerId) {
        return store.open(ledgerId);
    }

    @Override
    public CompletableFuture<LedgerEnd> recover(long ledgerId, int claimEpoch) {
        return store.recover(ledgerId, claimEpoch).thenApply(end -> {
            unended.remove(ledgerId);
            return end;
        });
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
        private final LedgerSpec spec;
        private final LedgerWriter writer;

        private Writer(LedgerSpec spec, LedgerWriter writer) {
            this.spec = spec;
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
            return writer.append(Unpooled.wrappedBuffer(bytes)).thenApply(entryId -> {
                unended.getOrDefault(ledgerId(), new ArrayList<>()).add(bytes);
                tap.stored(spec, ledgerId(), entryId, bytes);
                return entryId;
            });
        }

        @Override
        public CompletableFuture<LedgerEnd> close() {
            return writer.close().thenApply(end -> {
                unended.remove(ledgerId());
                return end;
            });
        }

        @Override
        public LedgerReader reader() {
            return writer.reader();
        }
    }
}
