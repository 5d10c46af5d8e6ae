/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.simulation.port;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.varve.log.LedgerEnd;
import io.varve.log.LedgerReader;
import io.varve.log.LedgerSpec;
import io.varve.log.LedgerStore;
import io.varve.log.LedgerWriter;
import io.varve.log.Quorum;
import io.varve.log.UnsentBytes;
import io.varve.protocol.error.StoreException;
import io.varve.simulation.port.Calls.Call;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/** One broker's way to the bookies. */
public final class FaultyLedgers implements LedgerStore {
    private static final String PORT = "ledgers";

    private final LedgerStore store;
    private final Calls calls;
    private final boolean blocking;

    /** @param blocking whether the caller waits for each answer, so that no time may pass */
    public FaultyLedgers(LedgerStore store, Calls calls, boolean blocking) {
        this.store = store;
        this.calls = calls;
        this.blocking = blocking;
    }

    @Override
    public CompletableFuture<LedgerWriter> create(LedgerSpec spec) {
        return calls.call(
                new Call(PORT, "creates a ledger of shard " + spec.shard() + " epoch " + spec.epoch(), true),
                () -> store.create(spec).thenApply(writer -> new Writer(writer)),
                lost -> {});
    }

    @Override
    public CompletableFuture<LedgerReader> open(long ledgerId) {
        return look("opens ledger " + ledgerId, () -> store.open(ledgerId).thenApply(reader -> new Reader(reader)));
    }

    @Override
    public CompletableFuture<LedgerEnd> recover(long ledgerId, int claimEpoch) {
        return look("recovers ledger " + ledgerId, () -> store.recover(ledgerId, claimEpoch));
    }

    @Override
    public CompletableFuture<Void> delete(long ledgerId) {
        return calls.call(new Call(PORT, "deletes ledger " + ledgerId, true), () -> store.delete(ledgerId), gone -> {});
    }

    @Override
    public CompletableFuture<List<Long>> list() {
        return look("lists ledgers", store::list);
    }

    @Override
    public CompletableFuture<Integer> writableBookies() {
        return look("counts bookies", store::writableBookies);
    }

    @Override
    public UnsentBytes unsent() {
        return store.unsent();
    }

    @Override
    public void close() {}

    private <T> CompletableFuture<T> look(String what, Supplier<CompletableFuture<T>> effect) {
        Call call = new Call(PORT, what, false);
        return blocking ? calls.callNow(call, effect, lost -> {}) : calls.call(call, effect, lost -> {});
    }

    private final class Writer implements LedgerWriter {
        private final LedgerWriter writer;
        private final Line requests = calls.line();
        private final Line replies = calls.line();
        private @Nullable StoreException broken;

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
            return broken == null && writer.isWhole();
        }

        @Override
        public CompletableFuture<Long> append(ByteBuf entry) {
            byte[] bytes = new byte[entry.readableBytes()];
            entry.readBytes(bytes).release();
            if (broken != null) {
                return CompletableFuture.failedFuture(broken);
            }
            CompletableFuture<Long> answer = calls.call(
                    new Call(PORT, "appends " + text(bytes) + " to ledger " + ledgerId(), true),
                    requests,
                    replies,
                    () -> writer.append(Unpooled.wrappedBuffer(bytes)),
                    lost -> {});
            return answer.handle((id, failure) -> {
                StoreException before = broken;
                if (failure != null) {
                    requests.cut();
                    broken = new StoreException.Unavailable("ledger " + ledgerId() + " failed before", failure);
                    throw new CompletionException(failure);
                }
                // After the first failure there is no success, whatever comes back.
                if (before != null) {
                    throw new CompletionException(before);
                }
                return id;
            });
        }

        /** The trace tells other bytes, or the same in another order, by their checksum. */
        private static String text(byte[] bytes) {
            CRC32C checksum = new CRC32C();
            checksum.update(bytes);
            return bytes.length + " bytes (" + Long.toHexString(checksum.getValue()) + ")";
        }

        @Override
        public CompletableFuture<LedgerEnd> close() {
            return calls.call(
                    new Call(PORT, "closes ledger " + ledgerId(), true),
                    calls.line(),
                    replies,
                    writer::close,
                    end -> {});
        }

        @Override
        public LedgerReader reader() {
            return new Reader(writer.reader());
        }
    }

    private final class Reader implements LedgerReader {
        private final LedgerReader reader;

        private Reader(LedgerReader reader) {
            this.reader = reader;
        }

        @Override
        public long ledgerId() {
            return reader.ledgerId();
        }

        @Override
        public CompletableFuture<List<ByteBuf>> read(long firstEntry, long lastEntry, int maxBytes) {
            Supplier<CompletableFuture<List<ByteBuf>>> effect = () -> reader.read(firstEntry, lastEntry, maxBytes);
            Call call = new Call(PORT, "reads ledger " + ledgerId() + " from entry " + firstEntry, false);
            return blocking
                    ? calls.callNow(call, effect, entries -> entries.forEach(ByteBuf::release))
                    : calls.call(call, effect, entries -> entries.forEach(ByteBuf::release));
        }

        @Override
        public CompletableFuture<Long> confirmedEntry() {
            return look("asks for the confirmed end of ledger " + ledgerId(), reader::confirmedEntry);
        }

        @Override
        public void close() {
            reader.close();
        }
    }
}
