/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.cluster;

import io.varve.protocol.error.ErrorCode;
import io.varve.protocol.error.StoreException;
import io.varve.protocol.error.VarveException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;

/** This module's edge: what the metadata store fails with becomes a {@link VarveException}, and races with other brokers are run again. */
final class Failures {
    /** More rounds than brokers that change one node at once. */
    private static final int ROUNDS = 20;

    private Failures() {}

    /** The failure itself, without the wrapping of futures. */
    static Throwable unwrap(Throwable failure) {
        return failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
    }

    /** The failure as users see it; {@code what} says what was asked for. */
    static VarveException translate(String what, Throwable wrapped) {
        Throwable failure = unwrap(wrapped);
        if (failure instanceof VarveException known) {
            return known;
        }
        return new VarveException(codeOf(failure), what + ": " + failure.getMessage(), failure);
    }

    private static ErrorCode codeOf(Throwable failure) {
        if (failure instanceof StoreException.Unavailable) {
            return ErrorCode.UNAVAILABLE;
        } else if (failure instanceof StoreException.UnknownOutcome) {
            return ErrorCode.UNKNOWN_OUTCOME;
        } else if (failure instanceof StoreException.Conflict || failure instanceof StoreException.NotFound) {
            // Other brokers won every round.
            return ErrorCode.BUSY;
        } else if (failure instanceof StoreException.Damaged) {
            return ErrorCode.DAMAGED;
        }
        return ErrorCode.INTERNAL;
    }

    /** The same future, failing with VarveException only. */
    static <T> CompletableFuture<T> translate(String what, CompletableFuture<T> future) {
        return future.exceptionallyCompose(failure -> CompletableFuture.failedFuture(translate(what, failure)));
    }

    /**
     * Runs an attempt that reads, judges and changes until nobody else interferes. An attempt is run again when a node was
     * changed or removed under it, or a reply was lost: since it reads first, it sees what became of the lost one. Fails with
     * VarveException only; with UNKNOWN_OUTCOME when a reply was lost and nothing could be read after that.
     */
    static <T> CompletableFuture<T> untilUncontended(String what, Supplier<CompletableFuture<T>> attempt) {
        return translate(what, round(attempt, ROUNDS, false));
    }

    private static <T> CompletableFuture<T> round(Supplier<CompletableFuture<T>> attempt, int left, boolean lostReply) {
        return attempt.get().exceptionallyCompose(wrapped -> {
            Throwable failure = unwrap(wrapped);
            boolean lost = lostReply || failure instanceof StoreException.UnknownOutcome;
            boolean again = failure instanceof StoreException.Conflict
                    || failure instanceof StoreException.NotFound
                    || failure instanceof StoreException.UnknownOutcome;
            if (again && left > 1) {
                return round(attempt, left - 1, lost);
            }
            if (lost && failure instanceof StoreException.Unavailable) {
                return CompletableFuture.failedFuture(new StoreException.UnknownOutcome(
                        "a reply was lost, and then " + failure.getMessage(), failure));
            }
            return CompletableFuture.failedFuture(failure);
        });
    }
}
