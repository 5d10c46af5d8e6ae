/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.log;

import io.varve.protocol.error.StoreException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** One ledger of the {@link MemoryLedgerStore}. Owned by the store's executor. */
final class MemoryLedger {
    private final long id;
    private final LedgerSpec spec;
    private final LedgerFaults faults;
    private final UnsentBytes unsent;

    /** Confirmed ones first, then those that are sent, of which nobody knows yet whether they are in. */
    private final List<byte @Nullable []> entries = new ArrayList<>();

    private final Queue<Append> unanswered = new ArrayDeque<>();
    private int confirmed;
    private @Nullable LedgerEnd end;
    private @Nullable StoreException refusal;
    private volatile boolean whole = true;

    private record Append(CompletableFuture<Long> answer, int bytes) {}

    MemoryLedger(long id, LedgerSpec spec, LedgerFaults faults, UnsentBytes unsent) {
        this.id = id;
        this.spec = spec;
        this.faults = faults;
        this.unsent = unsent;
    }

    long id() {
        return id;
    }

    LedgerSpec spec() {
        return spec;
    }

    /** Callable on any thread. */
    boolean isWhole() {
        return whole;
    }

    void append(byte[] entry, CompletableFuture<Long> appended) {
        if (refusal != null) {
            appended.completeExceptionally(refusal);
            return;
        }
        entries.add(entry);
        unanswered.add(new Append(appended, entry.length));
        if (faults.takeFailedAppend() || faults.writable() < spec.quorum().ack()) {
            whole = false;
            fail(
                    new StoreException.UnknownOutcome("no ack quorum for an entry of ledger " + id, null),
                    new StoreException.Unavailable("ledger " + id + " failed before", null));
        } else if (!faults.holdsAcks()) {
            confirm();
        }
    }

    /** Gives every append that waits its answer. */
    void confirm() {
        while (!unanswered.isEmpty()) {
            long entryId = confirmed++;
            nextAnswer().complete(entryId);
        }
    }

    /** Of the oldest append without an answer, to be given now: it has been sent to the slow bookie as well. */
    private CompletableFuture<Long> nextAnswer() {
        Append oldest = unanswered.remove();
        if (faults.hasSlowBookie()) {
            unsent.hold(oldest.bytes);
        }
        return oldest.answer;
    }

    void lostBookie() {
        whole = false;
    }

    /** Closes at the confirmed end, as the writer does; a ledger that has an end keeps it. */
    LedgerEnd close() {
        return end(
                confirmed,
                new StoreException.UnknownOutcome("ledger " + id + " was closed before its bookies answered", null),
                new StoreException.Unavailable("ledger " + id + " was closed by its writer", null));
    }

    /** Closes at an end that may lie beyond what the writer knows, as recovery does. */
    LedgerEnd recover() {
        int known = (int) Math.min(entries.size(), (long) confirmed + faults.survivors());
        whole &= end != null;
        StoreException fenced = new StoreException.Fenced("ledger " + id + " was fenced", null);
        return end(known, fenced, fenced);
    }

    private LedgerEnd end(int size, StoreException unansweredOnes, StoreException laterOnes) {
        if (end == null) {
            entries.subList(size, entries.size()).clear();
            long bytes = 0;
            for (byte[] entry : entries) {
                bytes += entry == null ? 0 : entry.length;
            }
            end = new LedgerEnd(size - 1, bytes);
            confirmed = size;
            fail(unansweredOnes, laterOnes);
        }
        return end;
    }

    private void fail(StoreException unansweredOnes, StoreException laterOnes) {
        if (refusal == null || laterOnes instanceof StoreException.Fenced) {
            refusal = laterOnes;
        }
        while (!unanswered.isEmpty()) {
            nextAnswer().completeExceptionally(unansweredOnes);
        }
    }

    List<byte[]> read(long first, long last, int maxBytes) {
        List<byte[]> found = new ArrayList<>();
        long bytes = 0;
        for (long entryId = first; entryId <= last; entryId++) {
            byte[] entry = entryId < confirmed ? entries.get((int) entryId) : null;
            if (entry == null) {
                throw new StoreException.Damaged("entry " + entryId + " of ledger " + id + " is missing", null);
            }
            bytes += entry.length;
            if (bytes > maxBytes && !found.isEmpty()) {
                break;
            }
            found.add(entry);
        }
        return found;
    }

    /** As bookies tell it, who learn of an acknowledgement from the next entry. */
    long confirmedEntry() {
        return Math.max(-1, end == null ? confirmed - 2 : confirmed - 1);
    }

    void lose(long first, long last) {
        for (long entryId = first; entryId <= last; entryId++) {
            entries.set((int) entryId, null);
        }
    }
}
