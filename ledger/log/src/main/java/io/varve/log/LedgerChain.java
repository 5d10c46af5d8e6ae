/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.log;

import io.varve.protocol.error.StoreException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * The chain of ledgers that a claim writes: one at a time, each created, then listed in the shard's node, then written, then
 * closed, and its end recorded. The next one is made while the present one is still written; the change itself waits only for
 * the entries in flight, since entries must never be under way to two ledgers. What can't be done is tried again and never
 * keeps records from going to the present ledger.
 */
final class LedgerChain {
    private static final Logger LOG = LoggerFactory.getLogger(LedgerChain.class);

    /** The log that it is of. */
    interface Owner {
        /** See {@link LogListener#onSegmentSealed}. */
        void sealed(Segment segment);

        /** See {@link LogListener#isTiered}. */
        boolean isTiered(long ledgerId);

        /** See {@link LogListener#onLost}. */
        void lost(StoreException reason);
    }

    private final LogServices services;
    private final Hop hop;
    private final ShardIdentity identity;
    private final OwnedNode node;
    private final Appender appender;
    private final LedgerCreation creation;
    private final RollTiming timing;
    private final Backoff backoff;
    private final LedgerEnding ending;
    private final Owner owner;
    private final Map<Long, OpenLedger> closing = new LinkedHashMap<>();
    private final Sealings sealings = new Sealings();
    private @Nullable OpenLedger active;
    private @Nullable OpenLedger next;
    private boolean creating;
    /** A ledger that is created and that the node wasn't told of yet: whoever stops before has to delete it. */
    private @Nullable CompletableFuture<LedgerWriter> unlisted;

    private boolean createLater;
    private boolean lettingGo;
    private boolean confirmingSeal;
    private @Nullable String rollReason;
    private int missingCopies;

    LedgerChain(
            LogServices services,
            Hop hop,
            ShardIdentity identity,
            ShardLogConfig config,
            OwnedNode node,
            Appender appender,
            LedgerCreation creation,
            Owner owner) {
        this.services = services;
        this.hop = hop;
        this.identity = identity;
        this.node = node;
        this.appender = appender;
        this.creation = creation;
        this.timing = new RollTiming(hop, config, node, new RollPolicy(config, services.random()), owner::isTiered);
        this.backoff = new Backoff(config.retryDelay(), services.random());
        this.ending =
                new LedgerEnding(services, hop, node, new Backoff(config.retryDelay(), services.random()), owner::lost);
        this.owner = owner;
    }

    /** Every segment, as readers may see it. A ledger that is listed ahead isn't one yet. */
    List<Segment> segments() {
        List<Segment> segments = new ArrayList<>();
        for (Segment listed : node.present().ledgers()) {
            OpenLedger open = open(listed.ledgerId());
            if (open != null) {
                segments.add(open.confirmed());
            } else if (listed.state() == Segment.State.SEALED) {
                segments.add(listed);
            }
        }
        return segments;
    }

    /** The segment, or null when the log has none in this ledger. */
    @Nullable
    Segment segment(long ledgerId) {
        OpenLedger open = open(ledgerId);
        if (open != null) {
            return open.confirmed();
        }
        Segment listed = node.present().find(ledgerId);
        return listed != null && listed.state() == Segment.State.SEALED ? listed : null;
    }

    private @Nullable OpenLedger open(long ledgerId) {
        return active != null && active.ledgerId() == ledgerId ? active : closing.get(ledgerId);
    }

    /** A reader of a segment's ledger. Completes on a thread of the store. */
    CompletableFuture<LedgerReader> openReader(long ledgerId) {
        OpenLedger open = open(ledgerId);
        return open == null
                ? services.ledgers().open(ledgerId)
                : CompletableFuture.completedFuture(open.writer.reader());
    }

    /** Begins with a ledger that the claim listed already; to be called before the first record. */
    void begin(OpenLedger listed) {
        next = listed;
        tellCopies(listed);
    }

    /** There are records to send and no ledger. */
    void need() {
        if (next != null) {
            activate(next);
        } else if (!creating && !createLater) {
            create();
        }
    }

    /** An entry was confirmed. */
    void confirmed() {
        timing.confirmed();
        finishSealings();
        consider();
    }

    /** Asks for a roll at the next chance. */
    void rollSoon(String reason) {
        rollReason = reason;
        consider();
    }

    /** Rolls or seals if it is time to. Called after confirmations and by the clock. */
    void consider() {
        if (lettingGo || active == null || creating || next != null || !closing.isEmpty() || appender.draining()) {
            return;
        }
        if (rollReason == null && !active.writer.isWhole()) {
            rollReason = "a bookie of the ensemble is away";
        }
        RollPolicy.Decision decision = timing.decide(active, rollReason != null, isPending());
        if (decision == RollPolicy.Decision.SEAL) {
            sealIdle(active);
        } else if (decision == RollPolicy.Decision.ROLL) {
            if (timing.mayRoll()) {
                LOG.info("roll {} epoch={} ledger={} asked={}", identity, node.epoch(), active.ledgerId(), rollReason);
                create();
            }
        } else if (creation.missingCopies(active.writer) > 0 && timing.probesNow()) {
            hop.then(creation.canHaveAllCopies(), (enough, failure) -> {
                if (failure == null && enough) {
                    rollSoon("there are bookies for all copies again");
                }
            });
        }
    }

    private boolean isPending() {
        return appender.pendingBytes() > 0;
    }

    /**
     * Without a ledger the next record needs the metadata store, for another one; with this one it doesn't. So it stays until
     * the store answers.
     */
    private void sealIdle(OpenLedger idle) {
        if (confirmingSeal) {
            return;
        }
        confirmingSeal = true;
        hop.after(node.confirm(), (present, failure) -> {
            confirmingSeal = false;
            if (failure == null && active == idle && next == null && !creating && timing.isIdle(isPending())) {
                appender.drainTo(appender.firstUnsent());
            }
        });
    }

    private void create() {
        int ledgers = node.present().ledgers().size();
        if (ledgers >= (active == null ? ShardNode.MAX_LEDGERS_WITH_RESERVE : ShardNode.MAX_LEDGERS)) {
            notCreated("the shard has " + ledgers + " of them");
            return;
        }
        if (ledgers >= ShardNode.MAX_LEDGERS) {
            LOG.warn(
                    "ledger beyond the bound {} epoch={} ledgers={} bound={} most={}",
                    identity,
                    node.epoch(),
                    ledgers,
                    ShardNode.MAX_LEDGERS,
                    ShardNode.MAX_LEDGERS_WITH_RESERVE);
        }
        creating = true;
        CompletableFuture<LedgerWriter> created = creation.create();
        unlisted = created;
        hop.then(created, (writer, failure) -> {
            unlisted = null;
            if (failure != null) {
                creating = false;
                notCreated(String.valueOf(failure.getMessage()));
            } else if (lettingGo && (active != null || !appender.unsent())) {
                creating = false;
                LedgerCreation.discard(services.ledgers(), writer);
            } else {
                list(writer);
            }
        });
    }

    private void notCreated(String reason) {
        timing.notCreated();
        LOG.atLevel(backoff.unused() ? Level.WARN : Level.DEBUG)
                .log("no new ledger {} epoch={} reason=\"{}\"", identity, node.epoch(), reason);
        if (active == null) {
            createLater = true;
            Loop.Timer unused = hop.schedule(
                    () -> {
                        createLater = false;
                        appender.pump();
                    },
                    backoff.nextNanos());
        }
    }

    /** Created, now listed; only then may it be written (I6). */
    private void list(LedgerWriter writer) {
        long first = active == null && !appender.failing() ? appender.firstUnsent() : -1;
        Segment listed = Segment.opened(
                writer.ledgerId(), node.epoch(), first, services.clock().millis(), writer.quorum());
        hop.after(node.update(present -> present.addLedger(listed)), (present, failure) -> {
            creating = false;
            if (failure == null) {
                backoff.reset();
                listed(new OpenLedger(writer, listed));
            } else if (!(failure instanceof StoreException)) {
                throw new IllegalStateException("ledger " + writer.ledgerId() + " can't be listed", failure);
            }
        });
    }

    private void listed(OpenLedger ledger) {
        next = ledger;
        LOG.info(
                "ledger listed {} epoch={} ledger={} quorum={}",
                identity,
                node.epoch(),
                ledger.ledgerId(),
                ledger.listed.quorum());
        tellCopies(ledger);
        if (active == null) {
            appender.pump();
        } else {
            appender.drainTo(appender.firstUnsent());
        }
    }

    private void tellCopies(OpenLedger ledger) {
        int missing = creation.missingCopies(ledger.writer);
        if (missing > 0 && missingCopies == 0) {
            LOG.warn(
                    "fewer copies {} epoch={} ledger={} quorum={} reason=\"too few bookies are writable\"",
                    identity,
                    node.epoch(),
                    ledger.ledgerId(),
                    ledger.listed.quorum());
        } else if (missing == 0 && missingCopies > 0) {
            LOG.info("all copies again {} epoch={} ledger={}", identity, node.epoch(), ledger.ledgerId());
        }
        missingCopies = missing;
    }

    /** How many copies less than it should have what is written now has, since too few bookies take it. */
    int missingCopies() {
        return missingCopies + (active == null || active.writer.isWhole() ? 0 : 1);
    }

    private void activate(OpenLedger ledger) {
        next = null;
        active = ledger;
        ledger.startsAt(appender.firstUnsent());
        timing.begun();
        rollReason = null;
        appender.attach(ledger);
    }

    /** Nothing is in flight to the present ledger: it is closed in the background, and the next one takes over if it's there. */
    void drained() {
        OpenLedger old = active;
        if (old == null) {
            return;
        }
        active = null;
        appender.detach();
        closing.put(old.ledgerId(), old);
        boolean hole = !old.writer.isWhole();
        if (next != null) {
            activate(next);
        }
        ending.close(old, end -> ended(old, end, hole));
        appender.pump();
    }

    private void ended(OpenLedger ledger, LedgerEnd end, boolean hole) {
        if (end.lastEntry() != ledger.ackedEntry()) {
            owner.lost(new StoreException.Damaged(
                    "ledger " + ledger.ledgerId() + " ends at entry " + end.lastEntry() + ", acknowledged was "
                            + ledger.ackedEntry(),
                    null));
            return;
        }
        long nowMs = services.clock().millis();
        Segment segment = ledger.sealed(end, nowMs, hole);
        OpenLedger successor = active;
        boolean last = lettingGo && isLast();
        CompletableFuture<ShardNode> recorded = node.update(present -> {
            ShardNode sealed = present.seal(segment, nowMs);
            ShardNode started =
                    successor == null ? sealed : sealed.startsAt(successor.ledgerId(), successor.firstSequence());
            return last ? started.closed(nowMs) : started;
        });
        hop.after(recorded, (present, failure) -> {
            if (failure == null) {
                sealed(segment);
            } else if (!(failure instanceof StoreException)) {
                throw new IllegalStateException(
                        "the end of ledger " + ledger.ledgerId() + " can't be recorded", failure);
            }
        });
    }

    private void sealed(Segment segment) {
        closing.remove(segment.ledgerId());
        LOG.info(
                "segment sealed {} epoch={} ledger={} sequences={}..{} bytes={}",
                identity,
                node.epoch(),
                segment.ledgerId(),
                segment.firstSequence(),
                segment.endSequence(),
                segment.bytes());
        if (!segment.empty()) {
            sealings.sealed(segment);
            owner.sealed(segment);
        }
        finishSealings();
        consider();
    }

    /** The present ledger failed: what is in it for good is decided by its end, never by who says "fenced". */
    void failed(OpenLedger ledger, StoreException reason) {
        LOG.warn(
                "ledger failed {} epoch={} ledger={} reason=\"{}\"",
                identity,
                node.epoch(),
                ledger.ledgerId(),
                reason.getMessage());
        active = null;
        closing.put(ledger.ledgerId(), ledger);
        if (sealings.isEmpty()) {
            appender.unbound();
        }
        ending.settle(ledger, reason, end -> resend(ledger, end));
    }

    private void resend(OpenLedger ledger, LedgerEnd end) {
        if (end.lastEntry() >= ledger.ackedEntry()) {
            appender.resolve(ledger, end.lastEntry());
        }
        ended(ledger, end, true);
    }

    /** See {@link ShardLog#seal}. As with an idle ledger, nothing ends while the metadata store doesn't answer. */
    CompletableFuture<List<Segment>> seal() {
        return node.confirm().thenCompose(present -> end());
    }

    private CompletableFuture<List<Segment>> end() {
        appender.cut();
        long boundary = appender.nextSequence();
        CompletableFuture<List<Segment>> sealed = sealings.add(boundary);
        if (appender.confirmedEnd() < boundary || (active != null && !active.unwritten())) {
            appender.drainTo(boundary);
        }
        finishSealings();
        return sealed;
    }

    /** See {@link ShardLog#close}; called once. Nothing is appended any more. */
    CompletableFuture<Void> letGo() {
        lettingGo = true;
        // As a rule the end of the last ledger was recorded together with this; producers wait for it.
        return end().thenCompose(segments -> node.present().state() == ShardNode.State.CLOSED
                ? CompletableFuture.completedFuture(null)
                : node.update(present -> present.closed(services.clock().millis()))
                        .thenApply(closed -> null));
    }

    /** Whether the ledger whose end is recorded now is the last one that was written. */
    private boolean isLast() {
        return closing.size() == 1
                && (active == null || active.unwritten())
                && appender.confirmedEnd() == appender.nextSequence();
    }

    /** Fails what waits. */
    void stop(StoreException reason) {
        sealings.stop(reason);
        if (unlisted != null) {
            CompletableFuture<?> unused =
                    unlisted.thenAccept(writer -> LedgerCreation.discard(services.ledgers(), writer));
        }
    }

    private void finishSealings() {
        sealings.finish(this::isSealed);
        if (sealings.isEmpty() && active == null) {
            appender.unbound();
        }
    }

    private boolean isSealed(long boundary) {
        return appender.confirmedEnd() >= boundary
                && (active == null || active.unwritten() || active.firstSequence() >= boundary)
                && closing.values().stream().allMatch(ledger -> ledger.firstSequence() >= boundary);
    }
}
