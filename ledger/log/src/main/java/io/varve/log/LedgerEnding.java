/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.log;

import io.varve.protocol.error.StoreException;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * Learns where a ledger that this owner wrote ends, for good. What can't be done now is tried again until the log stops: the
 * records that wait for it have a deadline of their own.
 */
final class LedgerEnding {
    private static final Logger LOG = LoggerFactory.getLogger(LedgerEnding.class);

    private final LogServices services;
    private final Hop hop;
    private final OwnedNode node;
    private final Backoff backoff;
    private final Consumer<StoreException> onLost;

    LedgerEnding(LogServices services, Hop hop, OwnedNode node, Backoff backoff, Consumer<StoreException> onLost) {
        this.services = services;
        this.hop = hop;
        this.node = node;
        this.backoff = backoff;
        this.onLost = onLost;
    }

    /** Ends a ledger without an append under way. */
    void close(OpenLedger ledger, Consumer<LedgerEnd> then) {
        end(ledger, false, then);
    }

    /**
     * Ends a ledger that failed. First the shard's node is asked whose it is: a fence alone doesn't say, since bookies' own
     * repair and admin tools fence as well. If it is another's, the node tells the log itself and nothing follows here.
     */
    void settle(OpenLedger ledger, StoreException reason, Consumer<LedgerEnd> then) {
        hop.then(node.confirm(), (present, failure) -> {
            if (failure == null) {
                end(ledger, reason instanceof StoreException.Fenced, then);
            } else {
                tryAgain("owner not known", ledger, failure, () -> settle(ledger, reason, then));
            }
        });
    }

    /** Closing tells the end as well as recovery does, but for a ledger that somebody else may be ending at the same time. */
    private void end(OpenLedger ledger, boolean recover, Consumer<LedgerEnd> then) {
        CompletableFuture<LedgerEnd> ending =
                recover ? services.ledgers().recover(ledger.ledgerId(), node.epoch()) : ledger.writer.close();
        hop.then(ending, (end, failure) -> {
            if (failure == null) {
                backoff.reset();
                then.accept(end);
            } else if (failure instanceof StoreException.NotFound || failure instanceof StoreException.Damaged) {
                missing(ledger, failure, then);
            } else {
                tryAgain("ledger not closed", ledger, failure, () -> end(ledger, true, then));
            }
        });
    }

    /** It's damage only if the log is still ours: a successor deletes what it doesn't need. */
    private void missing(OpenLedger ledger, StoreException reason, Consumer<LedgerEnd> then) {
        hop.then(node.confirm(), (present, failure) -> {
            if (failure == null) {
                onLost.accept(new StoreException.Damaged(
                        "ledger " + ledger.ledgerId() + " is listed and can't be closed: " + reason.getMessage(),
                        reason));
            } else {
                tryAgain("owner not known", ledger, failure, () -> end(ledger, true, then));
            }
        });
    }

    private void tryAgain(String what, OpenLedger ledger, StoreException failure, Runnable task) {
        LOG.atLevel(backoff.unused() ? Level.WARN : Level.DEBUG)
                .log(
                        "{} shard={} ledger={} reason=\"{}\"",
                        what,
                        node.present().shard(),
                        ledger.ledgerId(),
                        failure.getMessage());
        Loop.Timer unused = hop.schedule(task, backoff.nextNanos());
    }
}
