/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.client.transport;

import io.varve.protocol.error.ErrorCode;
import io.varve.protocol.error.VarveException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Ends of futures: where an outcome is consumed, waited for, or turned into what users see. */
public final class Completion {
    private static final Logger LOG = LoggerFactory.getLogger(Completion.class);

    private Completion() {}

    /** Hands the outcome to the consumer, either the value or the failure; what the consumer throws is a defect and logged. */
    public static <T> void of(CompletionStage<T> stage, BiConsumer<@Nullable T, @Nullable Throwable> consumer) {
        CompletionStage<?> unused = stage.handle((value, failure) -> {
            try {
                consumer.accept(value, failure);
            } catch (RuntimeException e) {
                LOG.error("a callback of the client failed", e);
            }
            return null;
        });
    }

    /** The same outcome, failures as {@link VarveException}. */
    public static <T> CompletableFuture<T> forUsers(CompletionStage<T> stage) {
        CompletableFuture<T> result = new CompletableFuture<>();
        of(stage, (value, failure) -> {
            if (failure == null) {
                result.complete(value);
            } else {
                result.completeExceptionally(CallException.of(failure).toVarve());
            }
        });
        return result;
    }

    /**
     * Waits for the outcome on the caller's thread.
     *
     * @throws VarveException what the future failed with
     * @throws IllegalStateException if called on the client's own loop, which would wait for itself
     */
    public static <T> T await(CompletableFuture<T> future) {
        return await(future, Nanos.FOR_EVER);
    }

    /** The same, no longer than this; TIMEOUT after that. */
    public static <T> T await(CompletableFuture<T> future, long nanos) {
        if (!future.isDone() && Loops.onLoop()) {
            throw new IllegalStateException(
                    "a blocking call on the client's own thread would never return; use its asynchronous twin here");
        }
        try {
            return future.get(nanos, TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            throw new VarveException(
                    ErrorCode.TIMEOUT, "no answer within " + TimeUnit.NANOSECONDS.toMillis(nanos) + " ms", e);
        } catch (ExecutionException e) {
            throw CallException.of(e).toVarve();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new VarveException(ErrorCode.TIMEOUT, "interrupted while waiting for an answer", e);
        }
    }
}
