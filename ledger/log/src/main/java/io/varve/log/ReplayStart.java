/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.log;

import io.varve.log.record.Entry;
import io.varve.log.record.LogRecord;
import io.varve.log.record.RecordType;
import io.varve.log.record.SnapshotEnd;
import io.varve.protocol.error.StoreException;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * Where a replay starts: at the BEGIN of the last complete snapshot, or at the first record of the log.
 *
 * @param sequence of the first record
 * @param fromSnapshot whether that is a snapshot's BEGIN
 * @param ledgerId where it stands; -1 when the log is empty
 * @param entryId where it stands
 */
record ReplayStart(long sequence, boolean fromSnapshot, long ledgerId, long entryId) {
    /**
     * Finds it by the header of the last entry. {@code Damaged} when the log contradicts itself.
     *
     * @param filled the segments that aren't empty, in the order of the log, with their ends
     */
    static CompletableFuture<ReplayStart> find(ShardNode node, List<Segment> filled, EntrySearch search) {
        if (filled.isEmpty()) {
            return CompletableFuture.completedFuture(new ReplayStart(0, false, -1, 0));
        }
        Segment last = filled.get(filled.size() - 1);
        return search.read(last, last.lastEntry()).thenCompose(entry -> {
            long snapshotEnd = lastSnapshotEnd(entry);
            entry.release();
            if (snapshotEnd < 0) {
                return CompletableFuture.completedFuture(beginning(node, filled.get(0)));
            }
            return search.find(filled, snapshotEnd).thenCompose(holder -> {
                long begin = beginOf(holder, snapshotEnd);
                holder.release();
                if (begin < node.replayFrom().sequence()) {
                    throw new StoreException.Damaged(
                            "the last snapshot begins at sequence " + begin + ", the shard's node says "
                                    + node.replayFrom().sequence(),
                            null);
                }
                return search.find(filled, begin).thenApply(first -> {
                    first.release();
                    return new ReplayStart(begin, true, first.ledgerId(), first.entryId());
                });
            });
        });
    }

    private static ReplayStart beginning(ShardNode node, Segment first) {
        if (first.firstSequence() != 0 || node.replayFrom().sequence() != 0) {
            throw new StoreException.Damaged(
                    "there is no snapshot and the log begins at sequence " + first.firstSequence()
                            + ", replay must begin at " + node.replayFrom().sequence(),
                    null);
        }
        return new ReplayStart(0, false, first.ledgerId(), 0);
    }

    /** The header names the last END before the entry; the last entry of the log may hold a later one itself. */
    private static long lastSnapshotEnd(Entry entry) {
        long sequence = entry.header().snapshotEndSequence();
        for (LogRecord record : entry) {
            if (record.type() == RecordType.SNAPSHOT_END) {
                sequence = record.sequence();
            }
        }
        return sequence;
    }

    private static long beginOf(Entry entry, long snapshotEnd) {
        for (LogRecord record : entry) {
            if (record.sequence() == snapshotEnd && record.type() == RecordType.SNAPSHOT_END) {
                return SnapshotEnd.decode(record.body()).beginSequence();
            }
        }
        throw new StoreException.Damaged("there is no SNAPSHOT_END at sequence " + snapshotEnd, null);
    }

    /**
     * From the lower bound of replay on, each segment begins where the one before ends; {@code Damaged} if not.
     *
     * @param filled all segments that aren't empty, sealed
     * @return the log's end
     */
    static long checkChain(ShardNode node, List<Segment> filled) {
        long from = node.replayFrom().sequence();
        for (int i = 1; i < filled.size(); i++) {
            Segment before = filled.get(i - 1);
            Segment segment = filled.get(i);
            boolean gapOfDropped = before.endSequence() < segment.firstSequence() && segment.firstSequence() <= from;
            if (before.endSequence() != segment.firstSequence() && !gapOfDropped) {
                throw new StoreException.Damaged(
                        "ledger " + segment.ledgerId() + " begins at sequence " + segment.firstSequence()
                                + ", the one before, " + before.ledgerId() + ", ends at " + before.endSequence(),
                        null);
            }
        }
        long end = filled.isEmpty() ? 0 : filled.get(filled.size() - 1).endSequence();
        if (from > 0 && end <= from) {
            throw new StoreException.Damaged(
                    "the log ends at sequence " + end + ", replay must begin at " + from, null);
        }
        return end;
    }
}
