/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.log;

import io.netty.buffer.ByteBuf;
import io.varve.log.record.BatchRecord;
import io.varve.log.record.Entry;
import io.varve.log.record.EntryBuilder;
import io.varve.log.record.EntryHeader;
import io.varve.log.record.RecordBody;
import io.varve.log.record.RecordType;
import io.varve.metadata.Versioned;
import io.varve.protocol.error.StoreException;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One shard's log, held by its owner: an endless sequence of records in a chain of ledgers, of which one at a time is written.
 * Everything is called on the shard's loop, and futures complete on it; once the log is closed or lost they fail with the reason.
 *
 * <p>Opening fences every former owner before anything is read (I3). Records are gathered into entries without a timer: the
 * first record of a tick sends the entry at the end of the tick, unless enough entries are in flight already; then each
 * acknowledgement sends what has gathered. An appended record is either confirmed, sent again after a ledger's failure with
 * the same sequence, or lost together with the whole log ({@link LogListener#onLost}); there is no rollback.
 */
public final class ShardLog {
    private static final Logger LOG = LoggerFactory.getLogger(ShardLog.class);
    private static final int SCRATCH_BYTES = 1024;

    private enum Phase {
        RUNNING,
        CLOSING,
        STOPPED
    }

    private final LogServices services;
    private final Hop hop;
    private final ShardIdentity identity;
    private final ShardLogConfig config;
    private final OwnedNode node;
    private final LogListener listener;
    private final OpenEntry open;
    private final Appender appender;
    private final LedgerChain chain;
    private final Tenure tenure;
    private final SegmentReader reader;
    private final PendingDeletes deletes;
    private final ByteBuf scratch;
    private Phase phase = Phase.RUNNING;
    private StoreException stopReason;

    private ShardLog(
            LogServices services,
            Hop hop,
            ShardIdentity identity,
            Quorum quorum,
            ShardLogConfig config,
            LogListener listener,
            Takeover.Opened opened) {
        this.services = services;
        this.hop = hop;
        this.identity = identity;
        this.config = config;
        this.node = opened.node();
        this.listener = listener;
        int incarnation = node.present().incarnation();
        int epoch = node.epoch();
        EntryHeader header =
                new EntryHeader(identity.clusterHash(), identity.shard(), incarnation, epoch, 0, 0, 0, 0, 0, 0, 0);
        this.open = new OpenEntry(new EntryBuilder(services.allocator()), services.clock(), header, opened);
        this.appender = new Appender(hop, config, open, new Events());
        LedgerCreation creation = new LedgerCreation(services, identity, incarnation, epoch, quorum);
        this.chain = new LedgerChain(services, hop, identity, config, node, appender, creation, new ChainOwner());
        this.tenure = new Tenure(services, hop, node, config, this::held);
        this.reader = new SegmentReader(services.loop(), new EntryReads(identity, incarnation), config.readHandles());
        this.deletes = new PendingDeletes(services, hop, node, config, reader::isReading);
        this.stopReason = new StoreException.Unavailable("the log of " + identity + " is being closed", null);
        this.scratch = services.allocator().buffer(SCRATCH_BYTES);
        hop.onDefect(this::defect);
        node.onLost(this::lose);
        appender.start(tenure);
        tick();
    }

    /**
     * Claims the shard, fences and recovers every ledger that a former owner may still write, replays, and records the ends that
     * recovery found. Makes the shard's node when there is none. Creates no ledger.
     *
     * <p>Fails with {@code Conflict} when another claimed the shard meanwhile, {@code Fenced} when that happened during recovery
     * or replay, {@code Unavailable} when ledgers or metadata can't be reached (try again; each try is a claim of its own),
     * {@code UnknownOutcome} likewise, {@code Damaged} when the log is missing something or contradicts itself, which the shard's
     * node then says too.
     */
    public static CompletableFuture<ShardLog> open(
            LogServices services,
            ShardIdentity identity,
            ShardOwner owner,
            Quorum quorum,
            ShardLogConfig config,
            Replay replay,
            LogListener listener) {
        Hop hop = new Hop(services.loop());
        Backoff backoff = new Backoff(config.retryDelay(), services.random());
        return new Takeover(services, hop, backoff, identity, owner, config, replay)
                .run()
                .thenApply(opened -> new ShardLog(services, hop, identity, quorum, config, listener, opened));
    }

    /**
     * Goes on with a log that was followed and that its owner has closed: replays the little that is left and claims the shard,
     * both in one step with its ledgers' ends. Fails with a StoreException when the log wasn't closed in order, or anything else
     * is in doubt; then {@link #open} is the way. The follower has ended in any case.
     *
     * @param closed the shard's node if it was just read, so that it isn't read again
     */
    public static CompletableFuture<ShardLog> succeed(
            LogFollower follower, ShardOwner owner, Optional<Versioned> closed, LogListener listener) {
        LogServices services = follower.services();
        Hop hop = new Hop(services.loop());
        return new Succession(follower, hop, owner, closed)
                .run()
                .thenApply(inherited -> {
                    ShardLog log = new ShardLog(
                            services,
                            hop,
                            follower.identity(),
                            follower.quorum(),
                            follower.config(),
                            listener,
                            inherited.opened());
                    if (inherited.next() != null) {
                        log.chain.begin(inherited.next());
                    }
                    return log;
                })
                .whenComplete((log, failure) -> follower.stop());
    }

    /** Appends a record of any type but BATCH; see {@link #append(RecordType, int, ByteBuf)}. */
    public long append(RecordBody record) {
        requireRunning();
        record.encode(scratch.clear());
        return appender.append(record.type(), 0, scratch);
    }

    /**
     * Appends a record of any type but BATCH, of at most {@link RecordBody#MAX_BYTES}. Throws IllegalStateException when the log
     * is closed or lost, IllegalArgumentException when the record is too large.
     *
     * @param flags of {@link io.varve.log.record.LogRecord}; MUST_UNDERSTAND is set as the type needs it
     * @param body takes ownership, also on failure
     * @return the record's sequence
     */
    public long append(RecordType type, int flags, ByteBuf body) {
        try {
            requireRunning();
            return appender.append(type, flags, body);
        } finally {
            body.release();
        }
    }

    /**
     * Appends a batch; the copy in the log gets the base offset and leader epoch of {@code fields}.
     *
     * @param flags as above; HAS_CAUSE is set as the fields need it
     * @param batch takes ownership, also on failure; its readable bytes are one batch
     * @return the record's sequence
     */
    public long appendBatch(BatchRecord fields, int flags, ByteBuf batch) {
        try {
            requireRunning();
            return appender.appendBatch(fields, flags, batch);
        } finally {
            batch.release();
        }
    }

    /** Sequence of the record that is appended next. */
    public long nextSequence() {
        return open.nextSequence();
    }

    /** One above the last confirmed sequence. */
    public long confirmedEnd() {
        return appender.confirmedEnd();
    }

    /** Epoch of this claim. */
    public int epoch() {
        return node.epoch();
    }

    /** Incarnation of the shard. */
    public int incarnation() {
        return node.present().incarnation();
    }

    /**
     * Append time, in epoch milliseconds, of the record that was appended last: what a replay will show for it, so what its apply
     * must be given (I10). Never below that of the record before, unless an OPERATOR_TIME record says so.
     */
    public long appendTimeMs() {
        return open.timeMs();
    }

    /**
     * Whether answers that rest on confirmed state may go out now. After a standstill of the process, or when the shard's node
     * was not seen for long, another owner may have gone further; then a look at the node is under way, and {@link LogListener#onOwnershipSeen()} follows.
     */
    public boolean mayAnswer() {
        return phase != Phase.STOPPED && tenure.holds();
    }

    /** Bytes of records that are appended and not confirmed. */
    public long pendingBytes() {
        return appender.pendingBytes();
    }

    /** The bound of {@link #pendingBytes}. */
    public long pendingLimitBytes() {
        return config.pendingBytes();
    }

    /** Whether so many more bytes stay within the bound of pending bytes; if not, new commands are answered BUSY. */
    public boolean accepts(int bytes) {
        return phase == Phase.RUNNING && appender.pendingBytes() + bytes <= config.pendingBytes();
    }

    /** How long entries took from being sent to being acknowledged by enough bookies. */
    public LatencyHistogram entryLatency() {
        return appender.latency();
    }

    /** Bytes of log that a replay from the last complete snapshot would read: what decides about the next one. */
    public long bytesSinceSnapshot() {
        return open.bytesSinceSnapshot();
    }

    /** Every segment that the log still has, oldest first, the one that is written last. */
    public List<Segment> segments() {
        return chain.segments();
    }

    /** How many copies less than it should have what is written now has, since too few bookies are writable. */
    public int missingCopies() {
        return chain.missingCopies();
    }

    /** The segment in this ledger, or empty when the log has none there. */
    public Optional<Segment> segment(long ledgerId) {
        return Optional.ofNullable(chain.segment(ledgerId));
    }

    /**
     * Reads entries of a segment: at least one, then as many up to {@code lastEntry} as fit in about {@code maxBytes}. They are
     * checked, and are those that this log confirmed. Fails with {@code NotFound} when the segment was dropped, {@code Unavailable}
     * when it can't be read now, {@code Damaged} when it contradicts itself or is gone though it is listed; the latter also ends
     * the log.
     *
     * @param firstEntry inclusive, at most the segment's last entry
     * @param lastEntry inclusive, cut down to the segment's last entry
     * @return the caller releases every entry
     */
    public CompletableFuture<List<Entry>> read(long ledgerId, long firstEntry, long lastEntry, int maxBytes) {
        if (phase == Phase.STOPPED) {
            return CompletableFuture.failedFuture(stopReason);
        }
        Segment segment = chain.segment(ledgerId);
        if (segment == null) {
            return CompletableFuture.failedFuture(
                    new StoreException.NotFound("shard " + identity.shard() + " has no segment " + ledgerId, null));
        }
        if (firstEntry < 0 || firstEntry > segment.lastEntry() || lastEntry < firstEntry) {
            throw new IllegalArgumentException("entries " + firstEntry + " to " + lastEntry + " of ledger " + ledgerId
                    + ", which has entries up to " + segment.lastEntry());
        }
        long last = Math.min(lastEntry, segment.lastEntry());
        return reader.read(segment, firstEntry, last, maxBytes, () -> chain.openReader(ledgerId))
                .exceptionallyCompose(failure -> {
                    StoreException reason = Hop.failure(failure);
                    return reason instanceof StoreException.NotFound && isListed(ledgerId)
                            ? missing(ledgerId, reason)
                            : CompletableFuture.failedFuture(reason);
                });
    }

    private boolean isListed(long ledgerId) {
        return phase != Phase.STOPPED && chain.segment(ledgerId) != null;
    }

    /** A former owner's list names ledgers that its successor may have deleted: it's damage only if the log is still ours. */
    private <T> CompletableFuture<T> missing(long ledgerId, StoreException reason) {
        return node.confirm().thenCompose(present -> {
            if (!isListed(ledgerId)) {
                return CompletableFuture.failedFuture(reason);
            }
            StoreException damage =
                    new StoreException.Damaged("ledger " + ledgerId + " is listed and doesn't exist", reason);
            lose(damage);
            return CompletableFuture.failedFuture(damage);
        });
    }

    /**
     * Ends the segment that is written, so that all that was appended before the call is in sealed segments when the future
     * completes, with those that were sealed since the call, oldest first. Makes no ledger; the next append does, which takes
     * the metadata store: while that doesn't answer, nothing ends, and this fails with {@code Unavailable}.
     */
    public CompletableFuture<List<Segment>> seal() {
        if (phase != Phase.RUNNING) {
            return CompletableFuture.failedFuture(stopReason);
        }
        return chain.seal();
    }

    /** Asks for a new ledger soon, with other bookies; the log goes on with the old one if there can't be a new one. */
    public void rollSoon(String reason) {
        if (phase == Phase.RUNNING) {
            chain.rollSoon(reason);
        }
    }

    /**
     * Takes sealed segments off the list: reads of them fail from now on, and their ledgers wait for deletion. Fails with
     * IllegalStateException when a rule forbids it.
     *
     * @param replayFrom BEGIN of a confirmed, complete snapshot in a ledger that stays; from it everything that the dropped ones
     *     held must be known to be elsewhere or trimmed
     */
    public CompletableFuture<Void> drop(Collection<Long> ledgerIds, ReplayPosition replayFrom) {
        if (phase != Phase.RUNNING) {
            return CompletableFuture.failedFuture(stopReason);
        }
        List<Long> ids = List.copyOf(ledgerIds);
        return node.update(present ->
                        present.drop(ids, replayFrom, services.clock().millis()))
                .thenAccept(present -> ids.forEach(reader::forget));
    }

    /**
     * Deletes the ledgers that were dropped at least {@code minAgeMs} ago and aren't being read; those that recovery sealed wait
     * at least {@link ShardLogConfig#recoveredDeleteDelay}. Completes with their number.
     */
    public CompletableFuture<Integer> deletePending(long minAgeMs) {
        if (phase != Phase.RUNNING) {
            return CompletableFuture.failedFuture(stopReason);
        }
        return deletes.delete(minAgeMs);
    }

    /** Completes when the shard's node, read now, is still this log's; {@code Unavailable} while it can't be read. */
    public CompletableFuture<Void> confirm() {
        return phase == Phase.RUNNING
                ? node.confirm().thenAccept(present -> {})
                : CompletableFuture.failedFuture(stopReason);
    }

    /** Ledgers that were dropped and wait for deletion. */
    public int pendingDeletes() {
        return node.present().pendingDelete().size();
    }

    /** The lower bound of a replay that the shard's node names. */
    public ReplayPosition replayFrom() {
        return node.present().replayFrom();
    }

    /**
     * Sends what was appended, waits for its confirmation, seals, and says in the shard's node that nobody has to wait for this
     * owner. The log takes no records from now on. Fails when it is lost meanwhile; the listener hears of that too.
     */
    public CompletableFuture<Void> close() {
        if (phase != Phase.RUNNING) {
            return CompletableFuture.failedFuture(stopReason);
        }
        CompletableFuture<Void> closing = chain.letGo();
        phase = Phase.CLOSING;
        return closing.thenAccept(closed -> {
            LOG.info("shard closed {} epoch={} sequence={}", identity, node.epoch(), open.nextSequence());
            stop(new StoreException.Unavailable("the log of shard " + identity.shard() + " was closed", null));
        });
    }

    /** Stops at once and seals nothing, as a killed process would. The listener hears nothing more. */
    public void abort() {
        stop(new StoreException.Unavailable("the log of shard " + identity.shard() + " was stopped", null));
    }

    private void requireRunning() {
        if (phase != Phase.RUNNING) {
            throw new IllegalStateException("the log of shard " + identity.shard() + " is " + phase);
        }
    }

    private void tick() {
        if (tenure.tick()) {
            appender.excuse();
        }
        long stalled = appender.stalledNanos();
        if (stalled > config.pendingDeadline().toNanos()) {
            lose(new StoreException.Unavailable(
                    "records of shard " + identity.shard() + " could not be stored within " + stalled / 1_000_000_000
                            + " s",
                    null));
            return;
        }
        chain.consider();
        Loop.Timer unused = hop.schedule(this::tick, config.pauseLimit().toNanos() / 2);
    }

    private void held() {
        appender.release();
        appender.pump();
        listener.onOwnershipSeen();
    }

    private void defect(RuntimeException e) {
        LOG.error("defect in the log {} epoch={}", identity, node.epoch(), e);
        lose(new StoreException.Unavailable("defect in the log of shard " + identity.shard() + ": " + e, e));
    }

    private void lose(StoreException reason) {
        if (phase == Phase.STOPPED) {
            return;
        }
        LOG.warn("shard lost {} epoch={} reason=\"{}\"", identity, node.epoch(), reason.getMessage());
        if (reason instanceof StoreException.Damaged) {
            // Whoever comes next checks again and writes it too; this is for the operator, as soon as can be.
            node.writeLast(present -> present.damaged(String.valueOf(reason.getMessage())));
        }
        stop(reason);
        listener.onLost(reason);
    }

    private void stop(StoreException reason) {
        if (phase == Phase.STOPPED) {
            return;
        }
        phase = Phase.STOPPED;
        stopReason = reason;
        hop.stop();
        appender.stop();
        chain.stop(reason);
        node.stop(reason);
        deletes.stop(reason);
        reader.close();
        scratch.release();
    }

    private final class Events implements Appender.Events {
        @Override
        public void ledgerNeeded() {
            chain.need();
        }

        @Override
        public void ledgerFailed(OpenLedger ledger, StoreException reason) {
            chain.failed(ledger, reason);
        }

        @Override
        public void drained() {
            chain.drained();
        }

        @Override
        public void confirmed(Entry entry) {
            listener.onConfirmed(entry);
            chain.confirmed();
        }
    }

    private final class ChainOwner implements LedgerChain.Owner {
        @Override
        public void sealed(Segment segment) {
            reader.forget(segment.ledgerId());
            listener.onSegmentSealed(segment);
        }

        @Override
        public boolean isTiered(long ledgerId) {
            return listener.isTiered(ledgerId);
        }

        @Override
        public void lost(StoreException reason) {
            lose(reason);
        }
    }
}
