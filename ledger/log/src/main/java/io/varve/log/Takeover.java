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
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings a shard into the hands of a new owner: claim, recover whatever a former owner may still write, find the last complete
 * snapshot, replay from it, and only then record the ends and serve (I3). Used once.
 */
final class Takeover {
    private static final Logger LOG = LoggerFactory.getLogger(Takeover.class);

    private final LogServices services;
    private final Hop hop;
    private final Backoff backoff;
    private final ShardIdentity identity;
    private final ShardOwner owner;
    private final ShardLogConfig config;
    private final Replay replay;

    Takeover(
            LogServices services,
            Hop hop,
            Backoff backoff,
            ShardIdentity identity,
            ShardOwner owner,
            ShardLogConfig config,
            Replay replay) {
        this.services = services;
        this.hop = hop;
        this.backoff = backoff;
        this.identity = identity;
        this.owner = owner;
        this.config = config;
        this.replay = replay;
    }

    /**
     * What an owner starts with.
     *
     * @param node in state OWNED, all ledgers sealed
     * @param nextSequence the log's end
     * @param appendMs append time that the log has come to
     * @param snapshotEnd sequence of the last complete snapshot's END, -1 if there is none
     * @param replayedBytes bytes from its BEGIN, or from the start of the log, to the end
     */
    record Opened(OwnedNode node, long nextSequence, long appendMs, long snapshotEnd, long replayedBytes) {}

    /** Where replay starts. */
    private record Start(long sequence, long snapshotEnd, long ledgerId, long entryId) {}

    /** Completes on the loop; fails as {@link ShardLog#open} does. */
    CompletableFuture<Opened> run() {
        return new Claiming(services, hop, backoff, identity, owner).run().thenCompose(this::open);
    }

    private CompletableFuture<Opened> open(OwnedNode node) {
        EntryReads reads = new EntryReads(identity, node.present().incarnation());
        SegmentReaders readers = new SegmentReaders(services.ledgers(), hop, reads);
        EntrySearch search = new EntrySearch(readers);
        CompletableFuture<Opened> opened = recover(node, search).thenCompose(chain -> {
            List<Segment> filled =
                    chain.stream().filter(segment -> !segment.empty()).toList();
            checkChain(node.present(), filled);
            List<Segment> recovered = chain.stream()
                    .filter(segment -> !node.present().ledgers().contains(segment))
                    .toList();
            return findStart(node.present(), filled, search)
                    .thenCompose(start -> replay(node, filled, recovered, start, readers));
        });
        return opened.whenComplete((done, failure) -> readers.close())
                .exceptionallyCompose(failure -> failed(node, failure));
    }

    /**
     * The node says what is wrong, for whoever comes next and for the operator; unless another claimed the shard meanwhile, who may
     * have deleted what is missing here.
     */
    private CompletableFuture<Opened> failed(OwnedNode node, Throwable failure) {
        Throwable reason = failure;
        while (reason instanceof CompletionException && reason.getCause() != null) {
            reason = reason.getCause();
        }
        if (!(reason instanceof StoreException.Damaged damage)) {
            return CompletableFuture.failedFuture(reason);
        }
        return node.update(present -> present.damaged(String.valueOf(damage.getMessage())))
                .handle((done, unwritten) ->
                        unwritten != null && Hop.failure(unwritten) instanceof StoreException.Fenced fenced
                                ? fenced
                                : damaged(node, damage))
                .thenCompose(CompletableFuture::failedFuture);
    }

    private StoreException damaged(OwnedNode node, StoreException.Damaged damage) {
        LOG.error("shard damaged {} epoch={} reason=\"{}\"", identity, node.epoch(), damage.getMessage());
        return damage;
    }

    /** All listed ledgers with their ends, in order; those that were open are closed to every former owner now. */
    private CompletableFuture<List<Segment>> recover(OwnedNode node, EntrySearch search) {
        List<CompletableFuture<Segment>> chain = new ArrayList<>();
        for (Segment listed : node.present().ledgers()) {
            chain.add(
                    listed.state() == Segment.State.SEALED
                            ? CompletableFuture.completedFuture(listed)
                            : recover(listed, node.epoch(), search));
        }
        return CompletableFuture.allOf(chain.toArray(CompletableFuture[]::new))
                .thenApply(done -> chain.stream().map(CompletableFuture::join).toList());
    }

    private CompletableFuture<Segment> recover(Segment listed, int epoch, EntrySearch search) {
        return hop.bring(services.ledgers().recover(listed.ledgerId(), epoch))
                .exceptionallyCompose(failure -> SegmentReaders.<LedgerEnd>missing(listed, failure))
                .thenCompose(end -> {
                    if (end.lastEntry() < 0) {
                        return CompletableFuture.completedFuture(sealed(listed, 0, 0, end));
                    }
                    return search.read(listed, 0).thenCompose(first -> {
                        long firstSequence = first.header().firstSequence();
                        first.release();
                        return search.read(listed, end.lastEntry()).thenApply(last -> {
                            long endSequence = last.header().endSequence();
                            last.release();
                            return sealed(listed, firstSequence, endSequence, end);
                        });
                    });
                });
    }

    private Segment sealed(Segment listed, long firstSequence, long endSequence, LedgerEnd end) {
        long nowMs = services.clock().millis();
        return listed.sealed(firstSequence, endSequence, end, nowMs, true, true);
    }

    /** From the lower bound of replay on, each segment begins where the one before ends. */
    private static void checkChain(ShardNode node, List<Segment> filled) {
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
        long start = filled.isEmpty() ? 0 : filled.get(filled.size() - 1).endSequence();
        if (from > 0 && start <= from) {
            throw new StoreException.Damaged(
                    "the log ends at sequence " + start + ", replay must begin at " + from, null);
        }
    }

    private CompletableFuture<Start> findStart(ShardNode node, List<Segment> filled, EntrySearch search) {
        if (filled.isEmpty()) {
            return CompletableFuture.completedFuture(new Start(0, -1, -1, 0));
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
                    return new Start(begin, snapshotEnd, first.ledgerId(), first.entryId());
                });
            });
        });
    }

    private static Start beginning(ShardNode node, Segment first) {
        if (first.firstSequence() != 0 || node.replayFrom().sequence() != 0) {
            throw new StoreException.Damaged(
                    "there is no snapshot and the log begins at sequence " + first.firstSequence()
                            + ", replay must begin at " + node.replayFrom().sequence(),
                    null);
        }
        return new Start(0, -1, first.ledgerId(), 0);
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

    private CompletableFuture<Opened> replay(
            OwnedNode node, List<Segment> filled, List<Segment> recovered, Start start, SegmentReaders readers) {
        long end = filled.isEmpty() ? 0 : filled.get(filled.size() - 1).endSequence();
        replay.begin(start.sequence, start.snapshotEnd >= 0);
        List<Segment> replayed = filled.stream()
                .dropWhile(segment -> segment.ledgerId() != start.ledgerId)
                .toList();
        ReplayRun run = new ReplayRun(
                hop, readers, replayed, start.entryId, start.sequence, config.replayWindowBytes(), replay);
        return run.run()
                .thenCompose(done -> node.update(
                        present -> present.owned(recovered, services.clock().millis())))
                .thenApply(owned -> {
                    LOG.info(
                            "shard opened {} epoch={} sequence={} replayedFrom={} replayedBytes={} recovered={} skipped={}",
                            identity,
                            node.epoch(),
                            end,
                            start.sequence,
                            run.bytes(),
                            recovered.size(),
                            run.skipped());
                    return new Opened(node, end, run.appendMs(), start.snapshotEnd, run.bytes());
                });
    }
}
