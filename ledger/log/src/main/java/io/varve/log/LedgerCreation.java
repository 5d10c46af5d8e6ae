/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.log;

import io.varve.protocol.error.StoreException;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Creates the ledgers of one claim: with the quorum that was asked for, or with two copies while too few bookies are there for
 * three. Two copies keep the promise of an acknowledgement, which is two copies on disk; not to write at all keeps none.
 */
final class LedgerCreation {
    private static final Logger LOG = LoggerFactory.getLogger(LedgerCreation.class);

    private final LogServices services;
    private final ShardIdentity identity;
    private final int incarnation;
    private final int epoch;
    private final Quorum wanted;

    LedgerCreation(LogServices services, ShardIdentity identity, int incarnation, int epoch, Quorum wanted) {
        this.services = services;
        this.identity = identity;
        this.incarnation = incarnation;
        this.epoch = epoch;
        this.wanted = wanted;
    }

    /** Completes on a thread of the store. */
    CompletableFuture<LedgerWriter> create() {
        // The store takes bookies that don't answer when there are no others. A ledger with one of them would promise
        // a copy that nobody has, and be left again after the next time-out. With less than two that answer, any
        // ledger has such bookies, and two answers are likelier to come from three.
        return services.ledgers()
                .writableBookies()
                .thenCompose(bookies -> bookies >= Quorum.TWO.ensemble() && bookies < wanted.ensemble()
                        ? create(Quorum.TWO)
                        : createWanted());
    }

    private CompletableFuture<LedgerWriter> createWanted() {
        return create(wanted).exceptionallyCompose(failure -> {
            if (wanted.ensemble() > Quorum.TWO.ensemble()
                    && Hop.failure(failure) instanceof StoreException.Unavailable unavailable) {
                LOG.debug("{} wanted={} tried={} reason={}", identity, wanted, Quorum.TWO, unavailable.getMessage());
                return create(Quorum.TWO);
            }
            return CompletableFuture.failedFuture(failure);
        });
    }

    /** Copies that a ledger has less than were asked for. */
    int missingCopies(LedgerWriter writer) {
        return wanted.ensemble() - writer.quorum().ensemble();
    }

    /** Whether there are bookies enough for what was asked for. Completes on a thread of the store. */
    CompletableFuture<Boolean> canHaveAllCopies() {
        return services.ledgers().writableBookies().thenApply(bookies -> bookies >= wanted.ensemble());
    }

    /** Deletes a ledger that nobody was told of. */
    static void discard(LedgerStore ledgers, LedgerWriter unlisted) {
        CompletableFuture<?> unused = unlisted.close()
                .handle((end, failure) -> unlisted.ledgerId())
                .thenCompose(ledgers::delete)
                .whenComplete((done, failure) -> {
                    if (failure != null) {
                        LOG.info(
                                "an unlisted ledger isn't deleted ledger={} reason=\"{}\"",
                                unlisted.ledgerId(),
                                failure.getMessage());
                    }
                });
    }

    private CompletableFuture<LedgerWriter> create(Quorum quorum) {
        return services.ledgers()
                .create(new LedgerSpec(identity.clusterId(), identity.shard(), incarnation, epoch, quorum));
    }
}
