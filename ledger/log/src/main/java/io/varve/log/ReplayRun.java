/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.log;

import io.varve.log.record.Entry;
import io.varve.log.record.EntryHeader;
import io.varve.log.record.LogRecord;
import io.varve.log.record.OperatorTime;
import io.varve.protocol.error.StoreException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Gives every record from one sequence on to a {@link Replay}, checking that nothing is missing, doubled or of an older claim than
 * what is before it: up to the end of a log, or as far as a log has come that is still written, and on from there the next time.
 * Reads a window ahead, so that at most two are held, and lets other work of the loop run between windows.
 */
final class ReplayRun {
    private static final long NONE = -1;

    private final Hop hop;
    private final SegmentReaders readers;
    private final int windowBytes;
    private final Replay replay;
    private final long fromSequence;
    private CompletableFuture<Void> done = CompletableFuture.completedFuture(null);
    private List<Segment> segments = List.of();
    private int segmentIndex;
    private long ledgerId;
    private long nextEntry;
    private long nextSequence;
    private boolean begun;
    private boolean cancelled;
    private int epoch;
    private long bytes;
    private long appendMs;
    private long skipped;
    private long snapshotEnd = NONE;
    /** Where the present snapshot began, and where the last complete one did, in bytes that were read. */
    private long beginBytes;

    private long completeBeginBytes;

    ReplayRun(Hop hop, SegmentReaders readers, ReplayStart start, int windowBytes, Replay replay) {
        this.hop = hop;
        this.readers = readers;
        this.ledgerId = start.ledgerId();
        this.nextEntry = start.entryId();
        this.fromSequence = start.sequence();
        this.nextSequence = start.sequence();
        this.windowBytes = windowBytes;
        this.replay = replay;
    }

    /**
     * Goes on from where it is to the end of these segments. Completes on the loop when the last record was given; fails with
     * {@code Damaged}, or with what the replay threw, and is of no use then. One call at a time.
     *
     * @param filled not empty, in the order of the log; the last one may be open, with what is confirmed of it
     */
    CompletableFuture<Void> run(List<Segment> filled) {
        done = new CompletableFuture<>();
        segments = filled.stream().dropWhile(this::isBehind).toList();
        segmentIndex = 0;
        take(readNext());
        return done;
    }

    private boolean isBehind(Segment segment) {
        return segment.ledgerId() == ledgerId
                ? nextEntry > segment.lastEntry()
                : segment.state() == Segment.State.SEALED && segment.endSequence() <= nextSequence;
    }

    /** Has {@link #run} fail at the next window, if it is under way. */
    void cancel() {
        cancelled = true;
    }

    /** Bytes of the entries that were read. */
    long bytes() {
        return bytes;
    }

    /** Of those, the bytes from the BEGIN of the last complete snapshot on. */
    long snapshotBytes() {
        return bytes - completeBeginBytes;
    }

    /** Sequence of the last END of a snapshot, -1 if there was none. */
    long snapshotEnd() {
        return snapshotEnd;
    }

    /** Sequence of the first record. */
    long fromSequence() {
        return fromSequence;
    }

    /** Sequence of the record that comes next. */
    long nextSequence() {
        return nextSequence;
    }

    /** Records of types that this version doesn't know and needn't. */
    long skipped() {
        return skipped;
    }

    /** Append time that the log has come to. */
    long appendMs() {
        return appendMs;
    }

    /** The window at the present position, or null at the end. */
    private @Nullable CompletableFuture<List<Entry>> readNext() {
        if (segmentIndex == segments.size()) {
            return null;
        }
        Segment segment = segments.get(segmentIndex);
        if (segment.ledgerId() != ledgerId) {
            ledgerId = segment.ledgerId();
            nextEntry = 0;
        }
        return readers.read(segment, nextEntry, segment.lastEntry(), windowBytes);
    }

    private void take(@Nullable CompletableFuture<List<Entry>> window) {
        if (window == null) {
            done.complete(null);
            return;
        }
        CompletableFuture<?> unused = window.whenComplete((entries, failure) -> {
            if (failure == null) {
                replay(entries);
            } else {
                done.completeExceptionally(Hop.failure(failure));
            }
        });
    }

    /** Whatever goes wrong in here ends the run: nobody else hears of it, and the shard's opening waits for the end. */
    private void replay(List<Entry> entries) {
        CompletableFuture<List<Entry>> ahead = null;
        try {
            if (cancelled) {
                throw new StoreException.Unavailable("the replay was cancelled", null);
            }
            Segment segment = segments.get(segmentIndex);
            nextEntry += entries.size();
            if (nextEntry > segment.lastEntry()) {
                segmentIndex++;
            }
            ahead = readNext();
            for (Entry entry : entries) {
                replay(segment, entry);
            }
        } catch (RuntimeException | Error e) {
            fail(e, ahead);
            if (e instanceof VirtualMachineError exhausted) {
                tellLoop(exhausted);
            }
            return;
        } finally {
            entries.forEach(Entry::release);
        }
        CompletableFuture<List<Entry>> next = ahead;
        hop.execute(() -> take(next));
    }

    /** Whoever hears of the failure may stop the hop, so what is read ahead comes back and is released before. */
    private void fail(Throwable failure, @Nullable CompletableFuture<List<Entry>> ahead) {
        if (ahead == null) {
            done.completeExceptionally(failure);
            return;
        }
        CompletableFuture<?> unused = ahead.whenComplete((entries, unreadable) -> {
            if (unreadable == null) {
                entries.forEach(Entry::release);
            }
            done.completeExceptionally(failure);
        });
    }

    /** A future keeps to itself what is thrown when it completes; the loop knows what to do when memory is exhausted. */
    private void tellLoop(VirtualMachineError exhausted) {
        hop.execute(() -> {
            throw exhausted;
        });
    }

    private void replay(Segment segment, Entry entry) {
        EntryHeader header = entry.header();
        boolean hasEnd = segment.state() == Segment.State.SEALED;
        if (begun && header.firstSequence() != nextSequence) {
            throw damaged(
                    entry, "begins at sequence " + header.firstSequence() + ", the log goes on with " + nextSequence);
        }
        if (hasEnd && entry.entryId() == 0 && header.firstSequence() != segment.firstSequence()) {
            throw damaged(
                    entry,
                    "begins at sequence " + header.firstSequence() + ", its ledger at " + segment.firstSequence());
        }
        if (hasEnd && entry.entryId() == segment.lastEntry() && header.endSequence() != segment.endSequence()) {
            throw damaged(
                    entry, "ends at sequence " + header.endSequence() + ", its ledger at " + segment.endSequence());
        }
        if (header.epoch() < epoch) {
            throw damaged(entry, "has epoch " + header.epoch() + " after epoch " + epoch);
        }
        begun = true;
        epoch = header.epoch();
        nextSequence = header.endSequence();
        long bytesBefore = bytes;
        bytes += entry.bytes().readableBytes();
        appendMs = header.appendTimeMs();
        skipped += entry.skippedRecords();
        for (LogRecord record : entry) {
            note(record, bytesBefore);
            if (record.sequence() >= fromSequence) {
                replay.record(record);
            }
        }
    }

    private void note(LogRecord record, long bytesBefore) {
        switch (record.type()) {
            case OPERATOR_TIME -> appendMs = OperatorTime.decode(record.body()).timeMs();
            case SNAPSHOT_BEGIN -> beginBytes = bytesBefore;
            case SNAPSHOT_END -> {
                snapshotEnd = record.sequence();
                completeBeginBytes = beginBytes;
            }
            default -> {}
        }
    }

    private static StoreException.Damaged damaged(Entry entry, String what) {
        return new StoreException.Damaged(
                "entry " + entry.entryId() + " of ledger " + entry.ledgerId() + " " + what, null);
    }
}
