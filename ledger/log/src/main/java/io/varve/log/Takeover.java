/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.log;

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
    record Opened(OwnedNode node, long nextSequence, long appendMs, long snapshotEnd, long replayedBytes) {
        /** After a replay up to the log's end. */
        static Opened of(OwnedNode node, ReplayRun run) {
            return new Opened(node, run.nextSequence(), run.appendMs(), run.snapshotEnd(), run.snapshotBytes());
        }
    }

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
            long end = ReplayStart.checkChain(node.present(), filled);
            List<Segment> recovered = chain.stream()
                    .filter(segment -> !node.present().ledgers().contains(segment))
                    .toList();
            return ReplayStart.find(node.present(), filled, search)
                    .thenCompose(start -> replay(node, filled, end, recovered, start, readers));
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

    private CompletableFuture<Opened> replay(
            OwnedNode node,
            List<Segment> filled,
            long end,
            List<Segment> recovered,
            ReplayStart start,
            SegmentReaders readers) {
        replay.begin(start.sequence(), start.fromSnapshot());
        ReplayRun run = new ReplayRun(hop, readers, start, config.replayWindowBytes(), replay);
        return run.run(filled)
                .thenCompose(done -> node.update(
                        present -> present.owned(recovered, services.clock().millis())))
                .thenApply(owned -> {
                    LOG.info(
                            "shard opened {} epoch={} sequence={} replayedFrom={} replayedBytes={} recovered={} skipped={}",
                            identity,
                            node.epoch(),
                            end,
                            start.sequence(),
                            run.bytes(),
                            recovered.size(),
                            run.skipped());
                    return Opened.of(node, run);
                });
    }
}
