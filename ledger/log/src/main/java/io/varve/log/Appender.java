/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.log;

import io.netty.buffer.ByteBuf;
import io.varve.log.record.BatchRecord;
import io.varve.log.record.Entry;
import io.varve.log.record.EntryBuilder;
import io.varve.log.record.RecordType;
import io.varve.protocol.error.StoreException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The way of a record: gathered in the open entry, finished and waiting, in flight to the one ledger that is written,
 * acknowledged, and confirmed once the owner may say so. Entries keep their order on all of it, and their bytes are kept until
 * the end of it, so that they can be sent again.
 */
final class Appender {
    /** What the chain of ledgers has to do about it. Called on the loop. */
    interface Events {
        /** There is something to send and no ledger. */
        void ledgerNeeded();

        /** The ledger takes no more; nothing is sent until {@link #resolve}. */
        void ledgerFailed(OpenLedger ledger, StoreException reason);

        /** Everything below the boundary is confirmed, and nothing is in flight. */
        void drained();

        /** In order, with {@link #confirmedEnd()} behind it. The entry is borrowed. */
        void confirmed(Entry entry);
    }

    private final Hop hop;
    private final ShardLogConfig config;
    private final OpenEntry open;
    private final Events events;
    private final FlightWindow window;
    private final LatencyHistogram latency = new LatencyHistogram();
    private final Deque<PendingEntry> waiting = new ArrayDeque<>();
    private final Deque<PendingEntry> inFlight = new ArrayDeque<>();
    private final Deque<PendingEntry> acked = new ArrayDeque<>();
    private @Nullable Tenure tenure;
    private @Nullable OpenLedger ledger;
    private boolean failing;
    private long boundary = Long.MAX_VALUE;
    private boolean tickPlanned;
    private long finishedBytes;
    private long confirmedEnd;
    private long progressNanos;

    Appender(Hop hop, ShardLogConfig config, OpenEntry open, Events events) {
        this.hop = hop;
        this.config = config;
        this.open = open;
        this.events = events;
        this.window = new FlightWindow(config);
        this.confirmedEnd = open.nextSequence();
    }

    void start(Tenure ownersTenure) {
        tenure = ownersTenure;
    }

    long confirmedEnd() {
        return confirmedEnd;
    }

    /** From sending an entry to the answer of enough bookies; what was in flight when a ledger failed isn't counted. */
    LatencyHistogram latency() {
        return latency;
    }

    long pendingBytes() {
        return finishedBytes + open.bytes();
    }

    /** How long nothing has been confirmed although something is pending. */
    long stalledNanos() {
        return pendingBytes() == 0 ? 0 : hop.nanoTime() - progressNanos;
    }

    /** The process stood still: that nothing was confirmed meanwhile says nothing of the ledgers. */
    void excuse() {
        progressNanos = hop.nanoTime();
    }

    /** Whether entries that were sent wait for {@link #resolve}. */
    boolean failing() {
        return failing;
    }

    long nextSequence() {
        return open.nextSequence();
    }

    boolean unsent() {
        return !waiting.isEmpty() || !open.empty();
    }

    /** Sequence of the first record that no ledger was given yet, or of the next one. */
    long firstUnsent() {
        return waiting.isEmpty() ? open.firstSequence() : waiting.element().firstSequence();
    }

    /** @param body borrowed */
    long append(RecordType type, int flags, ByteBuf body) {
        makeRoom(EntryBuilder.recordBytes(body.readableBytes()));
        long sequence = open.append(type, flags, body);
        appended();
        return sequence;
    }

    /** @param batch borrowed */
    long appendBatch(BatchRecord fields, int flags, ByteBuf batch) {
        makeRoom(EntryBuilder.recordBytes(fields.bytes() + batch.readableBytes()));
        long sequence = open.appendBatch(fields, flags, batch);
        appended();
        return sequence;
    }

    /** Ends the open entry if there is one, so that a boundary may be set behind it. */
    void cut() {
        if (!open.empty()) {
            PendingEntry entry = open.finish(confirmedEnd);
            finishedBytes += entry.size;
            waiting.add(entry);
        }
    }

    /** Sends to this ledger from now on, up to the boundary if there is one. */
    void attach(OpenLedger next) {
        ledger = next;
        pump();
    }

    /** Sends nothing more until the next {@link #attach}. */
    void detach() {
        ledger = null;
        unbound();
    }

    /** Forgets {@link #drainTo}. */
    void unbound() {
        boundary = Long.MAX_VALUE;
    }

    /** Sends nothing from this sequence on to the present ledger, and tells when all before is confirmed. */
    void drainTo(long sequence) {
        boundary = boundary == Long.MAX_VALUE ? sequence : Math.max(boundary, sequence);
        pump();
    }

    boolean draining() {
        return boundary != Long.MAX_VALUE;
    }

    /** After a failure: entries up to {@code lastEntry} are in the ledger, the others wait to be sent again, in order. */
    void resolve(OpenLedger failed, long lastEntry) {
        while (!inFlight.isEmpty() && inFlight.element().entryId <= lastEntry) {
            PendingEntry entry = inFlight.remove();
            failed.acked(entry);
            acked.add(entry);
        }
        while (!inFlight.isEmpty()) {
            waiting.addFirst(inFlight.removeLast());
        }
        failing = false;
        release();
        pump();
    }

    /** Confirms what is acknowledged, as long as the owner may. */
    void release() {
        while (!acked.isEmpty() && tenure != null && tenure.holds()) {
            PendingEntry entry = acked.remove();
            OpenLedger holder = entry.ledger;
            if (holder == null) {
                throw new IllegalStateException("an entry was acknowledged that was never sent");
            }
            finishedBytes -= entry.size;
            confirmedEnd = entry.endSequence();
            progressNanos = hop.nanoTime();
            holder.confirmed(entry);
            try {
                events.confirmed(Entry.written(holder.ledgerId(), entry.entryId, entry.header, entry.bytes));
            } finally {
                entry.bytes.release();
            }
        }
    }

    /** Sends what may be sent. */
    void pump() {
        if (hop.stopped() || failing) {
            return;
        }
        if (ledger == null) {
            if (unsent()) {
                events.ledgerNeeded();
            }
            return;
        }
        while (!waiting.isEmpty()
                && inFlight.size() < config.maxInFlight()
                && maySend(waiting.element().firstSequence())) {
            send(ledger, waiting.remove());
        }
        if (waiting.isEmpty() && !open.empty() && inFlight.size() < window.size() && maySend(open.firstSequence())) {
            cut();
            send(ledger, waiting.remove());
        }
        if (draining() && inFlight.isEmpty() && acked.isEmpty() && firstUnsent() >= boundary) {
            events.drained();
        }
    }

    /** Gives up everything. */
    void stop() {
        open.close();
        for (Deque<PendingEntry> entries : List.of(waiting, inFlight, acked)) {
            entries.forEach(entry -> entry.bytes.release());
            entries.clear();
        }
        finishedBytes = 0;
    }

    private boolean maySend(long sequence) {
        return sequence < boundary;
    }

    private void makeRoom(int recordBytes) {
        if (pendingBytes() == 0) {
            progressNanos = hop.nanoTime();
        }
        if (!open.empty() && open.bytes() + recordBytes > config.entryLimitBytes()) {
            cut();
        }
    }

    private void appended() {
        if (open.bytes() >= config.entryTargetBytes()) {
            if (ledger != null && inFlight.size() >= window.size()) {
                window.full();
            }
            pump();
        }
        planTick();
    }

    private void planTick() {
        if (!tickPlanned) {
            tickPlanned = true;
            hop.execute(() -> {
                tickPlanned = false;
                pump();
            });
        }
    }

    private void send(OpenLedger to, PendingEntry entry) {
        to.send(entry);
        entry.sentNanos = hop.nanoTime();
        inFlight.add(entry);
        window.sent(entry.size);
        hop.then(to.writer.append(entry.bytes.retainedDuplicate()), (id, failure) -> answered(to, entry, id, failure));
    }

    private void answered(OpenLedger from, PendingEntry entry, @Nullable Long id, @Nullable StoreException failure) {
        if (from.failed) {
            return;
        }
        if (failure != null) {
            from.failed = true;
            failing = true;
            ledger = null;
            events.ledgerFailed(from, failure);
            return;
        }
        if (inFlight.poll() != entry || id == null || id != entry.entryId) {
            throw new IllegalStateException(
                    "ledger " + from.ledgerId() + " answered for entry " + id + ", expected " + entry.entryId);
        }
        latency.record(hop.nanoTime() - entry.sentNanos);
        from.acked(entry);
        acked.add(entry);
        release();
        pump();
    }
}
