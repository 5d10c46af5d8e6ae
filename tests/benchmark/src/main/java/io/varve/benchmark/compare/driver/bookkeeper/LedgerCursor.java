/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.benchmark.compare.driver.bookkeeper;

import io.netty.buffer.ByteBufUtil;
import io.varve.bench.driver.RecordSink;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;
import org.apache.bookkeeper.client.api.LedgerEntries;
import org.apache.bookkeeper.client.api.LedgerEntry;
import org.apache.bookkeeper.client.api.ReadHandle;

/** Reads a ledger from its first entry, in batches of 1 MiB, four of them ahead. */
final class LedgerCursor {
    private static final int BATCH_BYTES = 1 << 20;
    private static final int BATCHES_AHEAD = 4;

    private final ReadHandle ledger;
    private final LongSupplier endEntry;
    private final Deque<Batch> ahead = new ArrayDeque<>();
    private long nextEntry;

    private record Batch(long first, int count, CompletableFuture<LedgerEntries> entries) {}

    private LedgerCursor(ReadHandle ledger, LongSupplier endEntry) {
        this.ledger = ledger;
        this.endEntry = endEntry;
    }

    /** Up to what is confirmed now. */
    static LedgerCursor toPresentEnd(ReadHandle ledger) {
        long end = ledger.getLastAddConfirmed() + 1;
        return new LedgerCursor(ledger, () -> end);
    }

    /** On and on. */
    static LedgerCursor following(ReadHandle ledger) {
        return new LedgerCursor(ledger, () -> ledger.getLastAddConfirmed() + 1);
    }

    /** Whether there is an entry that {@link #next} hasn't given. */
    boolean hasMore() {
        return !ahead.isEmpty() || nextEntry < endEntry.getAsLong();
    }

    /** Gives the next batch to the sink; returns how many entries it had, 0 when it didn't come in time. */
    int next(Duration timeout, RecordSink sink) {
        requestAhead();
        Batch batch = ahead.peek();
        if (batch == null) {
            return 0;
        }
        try (LedgerEntries entries = batch.entries.get(timeout.toMillis(), TimeUnit.MILLISECONDS)) {
            ahead.remove();
            int count = 0;
            for (LedgerEntry entry : entries) {
                sink.record(ByteBufUtil.getBytes(entry.getEntryBuffer()));
                count++;
            }
            if (count < batch.count) {
                // A bookie answers with fewer when its limits say so.
                ahead.addFirst(request(batch.first + count, batch.count - count));
            }
            return count;
        } catch (TimeoutException e) {
            return 0;
        } catch (ExecutionException e) {
            throw new IllegalStateException("ledger " + ledger.getId() + " can't be read", e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    private void requestAhead() {
        long end = endEntry.getAsLong();
        while (ahead.size() < BATCHES_AHEAD && nextEntry < end) {
            long entryBytes = Math.max(1, ledger.getLength() / end);
            int count = (int) Math.min(Math.max(1, BATCH_BYTES / entryBytes), end - nextEntry);
            ahead.add(request(nextEntry, count));
            nextEntry += count;
        }
    }

    private Batch request(long first, int count) {
        return new Batch(first, count, ledger.batchReadAsync(first, count, 2L * BATCH_BYTES));
    }
}
