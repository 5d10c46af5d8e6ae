/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.log;

import io.netty.buffer.ByteBuf;
import io.varve.log.record.BatchRecord;
import io.varve.log.record.Entry;
import io.varve.log.record.RecordBody;
import io.varve.log.record.RecordType;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * One shard's log, held by its owner: an endless sequence of records in a chain of ledgers, of which one at a time is written.
 * Everything is called on the shard's loop, and futures complete on it.
 *
 * <p>Opening fences every former owner before anything is read (I3). Records are gathered into entries without a timer: the
 * first record of a tick sends the entry at the end of the tick, unless enough entries are in flight already; then each
 * acknowledgement sends what has gathered. An appended record is either confirmed, sent again after a ledger's failure with
 * the same sequence, or lost together with the whole log ({@link LogListener#onLost}); there is no rollback.
 */
@SuppressWarnings("DoNotCallSuggester")
public final class ShardLog {
    private ShardLog() {}

    /**
     * Claims the shard, fences and recovers every ledger that a former owner may still write, replays, and records the ends that
     * recovery found. Makes the shard's node when there is none. Creates no ledger.
     *
     * <p>Fails with {@code Conflict} when another claimed the shard meanwhile, {@code Unavailable} when ledgers or metadata can't
     * be reached (try again; each try is a claim of its own), {@code Damaged} when the log is missing something or contradicts
     * itself, which the shard's node then says too.
     */
    public static CompletableFuture<ShardLog> open(
            LogServices services,
            ShardIdentity identity,
            ShardOwner owner,
            Quorum quorum,
            ShardLogConfig config,
            Replay replay,
            LogListener listener) {
        throw new UnsupportedOperationException();
    }

    /** Appends a record of any type but BATCH, encoding it straight into the entry; see {@link #append(RecordType, int, ByteBuf)}. */
    public long append(RecordBody record) {
        throw new UnsupportedOperationException();
    }

    /**
     * Appends a record of any type but BATCH, of at most {@link RecordBody#MAX_BYTES}. Throws IllegalStateException when the log
     * is closed or lost.
     *
     * @param flags of {@link io.varve.log.record.LogRecord}; MUST_UNDERSTAND is set as the type needs it
     * @param body takes ownership, also on failure
     * @return the record's sequence
     */
    public long append(RecordType type, int flags, ByteBuf body) {
        throw new UnsupportedOperationException();
    }

    /**
     * Appends a batch; the copy in the log gets the base offset and leader epoch of {@code fields}.
     *
     * @param flags as above; HAS_CAUSE is set as the fields need it
     * @param batch takes ownership, also on failure; its readable bytes are one batch
     * @return the record's sequence
     */
    public long appendBatch(BatchRecord fields, int flags, ByteBuf batch) {
        throw new UnsupportedOperationException();
    }

    /** Sequence of the record that is appended next. */
    public long nextSequence() {
        throw new UnsupportedOperationException();
    }

    /** One above the last confirmed sequence. */
    public long confirmedEnd() {
        throw new UnsupportedOperationException();
    }

    /** Epoch of this claim. */
    public int epoch() {
        throw new UnsupportedOperationException();
    }

    /** Incarnation of the shard. */
    public int incarnation() {
        throw new UnsupportedOperationException();
    }

    /**
     * Append time, in epoch milliseconds, of a record that is appended in this tick: fixed from the first call or append until
     * the tick ends or the entry is full, never below that of the record before.
     */
    public long appendTimeMs() {
        throw new UnsupportedOperationException();
    }

    /** Bytes of records that are appended and not confirmed. */
    public long pendingBytes() {
        throw new UnsupportedOperationException();
    }

    /** Whether so many more bytes stay within the bound of pending bytes; if not, new commands are answered BUSY. */
    public boolean accepts(int bytes) {
        throw new UnsupportedOperationException();
    }

    /** Bytes of log that a replay from the last complete snapshot would read: what decides about the next one. */
    public long bytesSinceSnapshot() {
        throw new UnsupportedOperationException();
    }

    /** Every segment that the log still has, oldest first, the one that is written last. */
    public List<Segment> segments() {
        throw new UnsupportedOperationException();
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
        throw new UnsupportedOperationException();
    }

    /**
     * Ends the segment that is written, so that all that was appended before the call is in sealed segments when the future
     * completes, with those that were sealed since the call, oldest first. Makes no ledger; the next append does.
     */
    public CompletableFuture<List<Segment>> seal() {
        throw new UnsupportedOperationException();
    }

    /** Asks for a new ledger soon, with other bookies; the log goes on with the old one if there can't be a new one. */
    public void rollSoon(String reason) {
        throw new UnsupportedOperationException();
    }

    /**
     * Takes sealed segments off the list: reads of them fail from now on, and their ledgers wait for deletion.
     *
     * @param replayFrom BEGIN of a confirmed, complete snapshot in a ledger that stays; from it everything that the dropped ones
     *     held must be known to be elsewhere or trimmed
     */
    public CompletableFuture<Void> drop(Collection<Long> ledgerIds, ReplayPosition replayFrom) {
        throw new UnsupportedOperationException();
    }

    /**
     * Deletes the ledgers that were dropped at least {@code minAgeMs} ago and aren't being read; those that recovery sealed wait
     * at least {@link ShardLogConfig#recoveredDeleteDelay}. Completes with their number.
     */
    public CompletableFuture<Integer> deletePending(long minAgeMs) {
        throw new UnsupportedOperationException();
    }

    /** Ledgers that were dropped and wait for deletion. */
    public int pendingDeletes() {
        throw new UnsupportedOperationException();
    }

    /** Sends what was appended, waits for its confirmation, and seals. The log takes no records from now on. */
    public CompletableFuture<Void> close() {
        throw new UnsupportedOperationException();
    }

    /** Stops at once and seals nothing, as a killed process would. */
    public void abort() {
        throw new UnsupportedOperationException();
    }
}
