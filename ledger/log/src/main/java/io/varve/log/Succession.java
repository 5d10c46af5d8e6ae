/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.log;

import io.varve.metadata.Versioned;
import io.varve.protocol.error.StoreException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes over a log that its owner has closed and that was followed to its end. Every ledger has its end, so there is nobody to
 * fence and nothing to recover; and everything was replayed before the claim, which is made against the very version of the node
 * that says so. One write is the claim, and says that the claimant serves (I3). When it isn't accepted, nothing was done.
 */
final class Succession {
    private static final Logger LOG = LoggerFactory.getLogger(Succession.class);

    private final LogFollower follower;
    private final LogServices services;
    private final Hop hop;
    private final Optional<Versioned> closed;
    private final String path;
    private final ShardNode.Claim claim;

    /**
     * Does nothing yet.
     *
     * @param hop of the log that follows
     * @param closed the node of the closed shard if it was just read
     */
    Succession(LogFollower follower, Hop hop, ShardOwner owner, Optional<Versioned> closed) {
        this.follower = follower;
        this.closed = closed;
        this.services = follower.services();
        this.hop = hop;
        this.path = ShardNode.path(follower.identity().shard());
        this.claim = ShardNode.Claim.of(owner, services.random());
    }

    /**
     * What a successor starts with.
     *
     * @param opened as after any takeover
     * @param next a ledger that is listed and not written; null if there is none
     */
    record Inherited(Takeover.Opened opened, @Nullable OpenLedger next) {}

    /** Completes on the loop; fails with a StoreException. */
    CompletableFuture<Inherited> run() {
        return follower.finish(closed).thenCompose(followed -> claim(followed, spare(followed.node())));
    }

    /** The ledger that was created ahead, if that has worked and there is room for it in the list; nobody waits for it now. */
    private Optional<LedgerWriter> spare(ShardNode node) {
        Optional<CompletableFuture<LedgerWriter>> created = follower.takeSpare();
        boolean usable = created.filter(ledger -> ledger.isDone() && !ledger.isCompletedExceptionally())
                .isPresent();
        if (usable && node.ledgers().size() < ShardNode.MAX_LEDGERS) {
            return created.map(CompletableFuture::join);
        }
        created.ifPresent(follower::discard);
        return Optional.empty();
    }

    private CompletableFuture<Inherited> claim(LogFollower.Followed followed, Optional<LedgerWriter> spare) {
        long nowMs = services.clock().millis();
        ShardNode claimed = followed.node().claim(claim);
        ShardNode owned = claimed.owned(List.of(), nowMs);
        OpenLedger listed = spare.map(writer -> new OpenLedger(
                        writer,
                        Segment.opened(
                                writer.ledgerId(),
                                claimed.epoch(),
                                followed.run().nextSequence(),
                                nowMs,
                                writer.quorum())))
                .orElse(null);
        ShardNode wanted = listed == null ? owned : owned.addLedger(listed.listed);
        OwnedNode.Look look = OwnedNode.Look.now(services);
        CompletableFuture<Inherited> inherited = new CompletableFuture<>();
        hop.then(services.metadata().compareAndSet(path, wanted.json(), followed.version()), (version, failure) -> {
            if (failure == null) {
                inherited.complete(inherited(followed, wanted, version, look, listed));
            } else if (failure instanceof StoreException.Unavailable) {
                refused(inherited, spare, failure);
            } else {
                // Somebody else changed the node, or the reply was lost: only the node itself tells.
                readBack(followed, listed, spare, inherited);
            }
        });
        return inherited;
    }

    private void readBack(
            LogFollower.Followed followed,
            @Nullable OpenLedger listed,
            Optional<LedgerWriter> spare,
            CompletableFuture<Inherited> inherited) {
        OwnedNode.Look look = OwnedNode.Look.now(services);
        CompletableFuture<Optional<Versioned>> read = services.metadata().get(path);
        hop.then(read.thenApply(found -> found.map(Versioned::bytes).map(ShardNode::parse)), (present, failure) -> {
            if (failure != null) {
                // A ledger that may be listed is left to whoever claims the shard next.
                inherited.completeExceptionally(failure);
            } else if (present.filter(node -> claim.equals(node.owner())).isPresent()) {
                int version = read.join().orElseThrow().version();
                inherited.complete(inherited(followed, present.get(), version, look, listed));
            } else {
                refused(
                        inherited,
                        spare,
                        new StoreException.Conflict(
                                follower.identity() + " was changed by somebody else after it was closed", null));
            }
        });
    }

    private void refused(CompletableFuture<Inherited> inherited, Optional<LedgerWriter> spare, StoreException failure) {
        spare.ifPresent(writer -> LedgerCreation.discard(services.ledgers(), writer));
        inherited.completeExceptionally(failure);
    }

    private Inherited inherited(
            LogFollower.Followed followed,
            ShardNode node,
            int version,
            OwnedNode.Look look,
            @Nullable OpenLedger listed) {
        Backoff backoff = new Backoff(follower.config().retryDelay(), services.random());
        ReplayRun run = followed.run();
        LOG.info(
                "shard inherited {} epoch={} sequence={} replayedFrom={} replayedBytes={} recovered=0 ledger={}",
                follower.identity(),
                node.epoch(),
                run.nextSequence(),
                run.fromSequence(),
                run.bytes(),
                listed == null ? "none" : listed.ledgerId());
        return new Inherited(
                Takeover.Opened.of(new OwnedNode(services, hop, backoff, node, claim, version, look), run), listed);
    }
}
