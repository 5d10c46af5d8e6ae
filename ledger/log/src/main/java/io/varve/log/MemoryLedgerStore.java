/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.log;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.varve.protocol.error.StoreException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The in-memory twin of a ledger store, for tests and simulation: the same promises, nothing survives the process. Everything
 * happens on one executor, in the order of the calls, so whoever runs the executor decides when: {@code Runnable::run} for
 * plain tests, one thread or the queue of a virtual clock otherwise. It must run tasks one at a time and in order. Its bad days
 * are ordered through {@link #faults}.
 */
public final class MemoryLedgerStore implements LedgerStore {
    private final Executor executor;
    private final LedgerFaults faults = new LedgerFaults(this);
    private final Map<Long, MemoryLedger> ledgers = new TreeMap<>();
    private final AtomicLong appends = new AtomicLong();
    private final UnsentBytes unsent = new UnsentBytes();
    private long nextLedgerId = 1;

    /** A store without ledgers, and with enough bookies, whose work and answers run on {@code executor}. */
    public MemoryLedgerStore(Executor executor) {
        this.executor = executor;
    }

    /** Switches for what goes wrong in a real store. */
    public LedgerFaults faults() {
        return faults;
    }

    /** How many entries all ledgers ever took, acknowledged or not. */
    public long appends() {
        return appends.get();
    }

    @Override
    public CompletableFuture<LedgerWriter> create(LedgerSpec spec) {
        CompletableFuture<LedgerWriter> created = new CompletableFuture<>();
        executor.execute(() -> create(spec, created));
        return created;
    }

    private void create(LedgerSpec spec, CompletableFuture<LedgerWriter> created) {
        if (faults.writable() < spec.quorum().ensemble()) {
            created.completeExceptionally(new StoreException.Unavailable(
                    "a ledger of " + spec.quorum() + " needs more than the " + faults.writable() + " writable bookies",
                    null));
            return;
        }
        MemoryLedger ledger = new MemoryLedger(nextLedgerId++, spec, faults, unsent);
        ledgers.put(ledger.id(), ledger);
        if (faults.answering() < spec.quorum().ensemble()) {
            ledger.lostBookie();
        }
        if (faults.takeLostCreate()) {
            created.completeExceptionally(
                    new StoreException.UnknownOutcome("no answer to the creation of a ledger", null));
        } else {
            faults.created(() -> created.complete(new Writer(ledger)));
        }
    }

    @Override
    public CompletableFuture<LedgerReader> open(long ledgerId) {
        return onLedger(ledgerId, ledger -> new Reader(ledger.id()));
    }

    @Override
    public CompletableFuture<LedgerEnd> recover(long ledgerId, int claimEpoch) {
        return onLedger(ledgerId, ledger -> {
            if (claimEpoch < ledger.spec().epoch()) {
                throw new StoreException.Conflict(
                        "ledger " + ledgerId + " is of epoch " + ledger.spec().epoch()
                                + ", too new for a claim of epoch " + claimEpoch,
                        null);
            }
            return ledger.recover();
        });
    }

    @Override
    public CompletableFuture<Void> delete(long ledgerId) {
        CompletableFuture<Void> deleted = new CompletableFuture<>();
        executor.execute(() -> {
            ledgers.remove(ledgerId);
            deleted.complete(null);
        });
        return deleted;
    }

    @Override
    public CompletableFuture<List<Long>> list() {
        CompletableFuture<List<Long>> listed = new CompletableFuture<>();
        executor.execute(() -> listed.complete(List.copyOf(ledgers.keySet())));
        return listed;
    }

    @Override
    public CompletableFuture<Integer> writableBookies() {
        CompletableFuture<Integer> counted = new CompletableFuture<>();
        executor.execute(() -> counted.complete(faults.answering()));
        return counted;
    }

    @Override
    public UnsentBytes unsent() {
        return unsent;
    }

    /** Does nothing: several brokers of a simulation may share one store. */
    @Override
    public void close() {}

    void execute(Runnable task) {
        executor.execute(task);
    }

    /** On the executor only. */
    Iterable<MemoryLedger> ledgers() {
        return List.copyOf(ledgers.values());
    }

    /** On the executor only. */
    MemoryLedger ledger(long ledgerId) {
        MemoryLedger ledger = ledgers.get(ledgerId);
        if (ledger == null) {
            throw new StoreException.NotFound("there is no ledger " + ledgerId, null);
        }
        return ledger;
    }

    private interface LedgerCall<T> {
        T on(MemoryLedger ledger);
    }

    private <T> CompletableFuture<T> onLedger(long ledgerId, LedgerCall<T> call) {
        CompletableFuture<T> answer = new CompletableFuture<>();
        executor.execute(() -> {
            T value;
            try {
                value = call.on(ledger(ledgerId));
            } catch (StoreException e) {
                answer.completeExceptionally(e);
                return;
            }
            answer.complete(value);
        });
        return answer;
    }

    private static byte[] copyAndRelease(ByteBuf entry) {
        try {
            LedgerWriter.checkSize(entry);
            byte[] bytes = new byte[entry.readableBytes()];
            entry.readBytes(bytes);
            return bytes;
        } finally {
            entry.release();
        }
    }

    private final class Writer implements LedgerWriter {
        private final MemoryLedger ledger;

        Writer(MemoryLedger ledger) {
            this.ledger = ledger;
        }

        @Override
        public long ledgerId() {
            return ledger.id();
        }

        @Override
        public Quorum quorum() {
            return ledger.spec().quorum();
        }

        @Override
        public boolean isWhole() {
            return ledger.isWhole();
        }

        @Override
        public CompletableFuture<Long> append(ByteBuf entry) {
            byte[] bytes = copyAndRelease(entry);
            CompletableFuture<Long> appended = new CompletableFuture<>();
            executor.execute(() -> {
                appends.incrementAndGet();
                ledger.append(bytes, appended);
            });
            return appended;
        }

        @Override
        public CompletableFuture<LedgerEnd> close() {
            return onLedger(ledger.id(), MemoryLedger::close);
        }

        @Override
        public LedgerReader reader() {
            return new Reader(ledger.id());
        }
    }

    private final class Reader implements LedgerReader {
        private final long ledgerId;

        Reader(long ledgerId) {
            this.ledgerId = ledgerId;
        }

        @Override
        public long ledgerId() {
            return ledgerId;
        }

        @Override
        public CompletableFuture<List<ByteBuf>> read(long firstEntry, long lastEntry, int maxBytes) {
            LedgerReader.checkRange(firstEntry, lastEntry, maxBytes);
            return onLedger(ledgerId, ledger -> {
                List<ByteBuf> entries = new ArrayList<>();
                for (byte[] entry : ledger.read(firstEntry, lastEntry, maxBytes)) {
                    entries.add(Unpooled.copiedBuffer(entry));
                }
                return entries;
            });
        }

        @Override
        public CompletableFuture<Long> confirmedEntry() {
            return onLedger(ledgerId, MemoryLedger::confirmedEntry);
        }

        @Override
        public void close() {}
    }
}
