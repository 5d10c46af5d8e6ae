/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.bookkeeper;

import io.varve.protocol.error.StoreException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Function;
import org.apache.bookkeeper.client.api.BKException;
import org.apache.bookkeeper.client.api.BKException.Code;

/** BookKeeper's failures in the words of the port. */
final class Failures {
    private Failures() {}

    /**
     * The same answer with its failure translated. It fails with the plain exception, as every future of the port does, not
     * with one wrapped by a stage in between.
     */
    static <T> CompletableFuture<T> translate(
            CompletableFuture<T> answer, Function<Throwable, StoreException> translation) {
        CompletableFuture<T> translated = new CompletableFuture<>();
        var unused = answer.whenComplete((value, failure) -> {
            if (failure == null) {
                translated.complete(value);
            } else {
                translated.completeExceptionally(translation.apply(failure));
            }
        });
        return translated;
    }

    /** For what changes nothing, or may simply be done again: what isn't understood is {@code Unavailable}. */
    static StoreException repeatable(String what, Throwable failure) {
        Throwable cause = unwrap(failure);
        if (cause instanceof StoreException known) {
            return known;
        }
        return switch (code(cause)) {
            case Code.NoSuchLedgerExistsOnMetadataServerException ->
                new StoreException.NotFound(what + ": there is no such ledger", cause);
            case Code.NoSuchEntryException, Code.NoSuchLedgerExistsException ->
                new StoreException.Damaged(what + ": no bookie has it", cause);
            case Code.DigestMatchException -> new StoreException.Damaged(what + ": the digest is wrong", cause);
            default -> new StoreException.Unavailable(what + ": " + cause.getMessage(), cause);
        };
    }

    /** For what changes something: what isn't understood is {@code UnknownOutcome}. */
    static StoreException change(String what, Throwable failure) {
        Throwable cause = unwrap(failure);
        if (cause instanceof StoreException known) {
            return known;
        }
        return switch (code(cause)) {
            case Code.NotEnoughBookiesException -> new StoreException.Unavailable(what + ": too few bookies", cause);
            case Code.NoSuchLedgerExistsOnMetadataServerException ->
                new StoreException.NotFound(what + ": there is no such ledger", cause);
            case Code.LedgerFencedException -> new StoreException.Fenced(what + ": the ledger is fenced", cause);
            default -> new StoreException.UnknownOutcome(what + ": " + cause.getMessage(), cause);
        };
    }

    /** BookKeeper's code of a failure; {@link Code#UnexpectedConditionException} for one that isn't BookKeeper's. */
    static int code(Throwable failure) {
        return unwrap(failure) instanceof BKException known ? known.getCode() : Code.UnexpectedConditionException;
    }

    private static Throwable unwrap(Throwable failure) {
        return failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
    }
}
