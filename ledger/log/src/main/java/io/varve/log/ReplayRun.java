/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.log;

import io.varve.log.record.Entry;
import io.varve.log.record.EntryHeader;
import io.varve.log.record.LogRecord;
import io.varve.log.record.OperatorTime;
import io.varve.log.record.RecordType;
import io.varve.protocol.error.StoreException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Gives every record from one sequence to the end of the log to a {@link Replay}, checking that nothing is missing, doubled or
 * of an older claim than what is before it. Reads a window ahead, so that at most two are held, and lets other work of the
 * loop run between windows.
 */
final class ReplayRun {
    private final Hop hop;
    private final SegmentReaders readers;
    private final List<Segment> segments;
    private final int windowBytes;
    private final Replay replay;
    private final CompletableFuture<Void> done = new CompletableFuture<>();
    private final long fromSequence;
    private int segmentIndex;
    private long nextEntry;
    private long expected = -1;
    private int epoch;
    private long bytes;
    private long appendMs;
    private long skipped;

    /**
     * @param segments sealed and not empty, in the order of the log, from the one that holds {@code fromSequence}
     * @param firstEntry the entry of the first segment that holds {@code fromSequence}
     */
    ReplayRun(
            Hop hop,
            SegmentReaders readers,
            List<Segment> segments,
            long firstEntry,
            long fromSequence,
            int windowBytes,
            Replay replay) {
        this.hop = hop;
        this.readers = readers;
        this.segments = segments;
        this.nextEntry = firstEntry;
        this.fromSequence = fromSequence;
        this.windowBytes = windowBytes;
        this.replay = replay;
    }

    /** Completes on the loop when the last record was given. Fails with {@code Damaged}, or with what the replay threw. */
    CompletableFuture<Void> run() {
        take(readNext());
        return done;
    }

    /** Bytes of the entries that were read. */
    long bytes() {
        return bytes;
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
        return readers.read(segment, nextEntry, segment.lastEntry(), windowBytes);
    }

    private void take(@Nullable CompletableFuture<List<Entry>> window) {
        if (window == null) {
            done.complete(null);
            return;
        }
        CompletableFuture<?> unused = window.whenComplete((entries, failure) -> {
            if (failure != null) {
                done.completeExceptionally(Hop.failure(failure));
                return;
            }
            Segment segment = segments.get(segmentIndex);
            nextEntry += entries.size();
            if (nextEntry > segment.lastEntry()) {
                segmentIndex++;
                nextEntry = 0;
            }
            CompletableFuture<List<Entry>> ahead = readNext();
            try {
                for (Entry entry : entries) {
                    replay(segment, entry);
                }
            } catch (RuntimeException e) {
                if (ahead != null) {
                    CompletableFuture<Void> unusedWindow = ahead.thenAccept(rest -> rest.forEach(Entry::release));
                }
                done.completeExceptionally(e);
                return;
            } finally {
                entries.forEach(Entry::release);
            }
            hop.execute(() -> take(ahead));
        });
    }

    private void replay(Segment segment, Entry entry) {
        EntryHeader header = entry.header();
        if (expected >= 0 && header.firstSequence() != expected) {
            throw damaged(entry, "begins at sequence " + header.firstSequence() + ", the log goes on with " + expected);
        }
        if (entry.entryId() == 0 && header.firstSequence() != segment.firstSequence()) {
            throw damaged(
                    entry,
                    "begins at sequence " + header.firstSequence() + ", its ledger at " + segment.firstSequence());
        }
        if (entry.entryId() == segment.lastEntry() && header.endSequence() != segment.endSequence()) {
            throw damaged(
                    entry, "ends at sequence " + header.endSequence() + ", its ledger at " + segment.endSequence());
        }
        if (header.epoch() < epoch) {
            throw damaged(entry, "has epoch " + header.epoch() + " after epoch " + epoch);
        }
        epoch = header.epoch();
        expected = header.endSequence();
        bytes += entry.bytes().readableBytes();
        appendMs = header.appendTimeMs();
        skipped += entry.skippedRecords();
        for (LogRecord record : entry) {
            if (record.type() == RecordType.OPERATOR_TIME) {
                appendMs = OperatorTime.decode(record.body()).timeMs();
            }
            if (record.sequence() >= fromSequence) {
                replay.record(record);
            }
        }
    }

    private static StoreException.Damaged damaged(Entry entry, String what) {
        return new StoreException.Damaged(
                "entry " + entry.entryId() + " of ledger " + entry.ledgerId() + " " + what, null);
    }
}
