/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.log;

import io.varve.protocol.error.StoreException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.LongPredicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Deletes ledgers that the shard's node has given up long enough ago, and only then forgets them (I6). */
final class PendingDeletes {
    private static final Logger LOG = LoggerFactory.getLogger(PendingDeletes.class);

    private final LogServices services;
    private final Hop hop;
    private final OwnedNode node;
    private final long recoveredDelayMs;
    private final LongPredicate inUse;
    private final List<CompletableFuture<Integer>> underWay = new ArrayList<>();

    /** @param inUse whether a ledger is being read */
    PendingDeletes(LogServices services, Hop hop, OwnedNode node, ShardLogConfig config, LongPredicate inUse) {
        this.services = services;
        this.hop = hop;
        this.node = node;
        this.recoveredDelayMs = config.recoveredDeleteDelay().toMillis();
        this.inUse = inUse;
    }

    /** See {@link ShardLog#deletePending}. A ledger that can't be deleted now stays for the next time. */
    CompletableFuture<Integer> delete(long minAgeMs) {
        long nowMs = services.clock().millis();
        List<Long> due = node.present().pendingDelete().stream()
                .filter(pending -> nowMs - pending.sinceMs()
                        >= (pending.recovered() ? Math.max(minAgeMs, recoveredDelayMs) : minAgeMs))
                .map(ShardNode.PendingDelete::ledgerId)
                .filter(ledgerId -> !inUse.test(ledgerId))
                .toList();
        List<Long> deleted = new ArrayList<>();
        List<CompletableFuture<Void>> deletions = due.stream()
                .map(ledgerId -> hop.bring(services.ledgers().delete(ledgerId)).handle((done, failure) -> {
                    if (failure == null) {
                        deleted.add(ledgerId);
                    } else {
                        LOG.warn(
                                "ledger not deleted shard={} ledger={} reason=\"{}\"",
                                node.present().shard(),
                                ledgerId,
                                failure.getMessage());
                    }
                    return (Void) null;
                }))
                .toList();
        CompletableFuture<Integer> done = CompletableFuture.allOf(deletions.toArray(CompletableFuture[]::new))
                .thenCompose(all -> {
                    if (deleted.isEmpty()) {
                        return due.isEmpty()
                                ? CompletableFuture.completedFuture(0)
                                : CompletableFuture.failedFuture(new StoreException.Unavailable(
                                        "none of " + due.size() + " ledgers could be deleted", null));
                    }
                    return node.update(present -> present.forget(deleted)).thenApply(present -> {
                        LOG.info("ledgers deleted shard={} ledgers={}", present.shard(), deleted);
                        return deleted.size();
                    });
                });
        underWay.add(done);
        CompletableFuture<?> unused =
                done.whenComplete((count, failure) -> underWay.removeIf(CompletableFuture::isDone));
        return done;
    }

    /** Fails what waits: the store's answers don't come here any more. */
    void stop(StoreException reason) {
        List.copyOf(underWay).forEach(done -> done.completeExceptionally(reason));
    }
}
