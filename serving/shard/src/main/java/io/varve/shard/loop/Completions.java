/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.shard.loop;

import io.varve.log.Loop;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Ends chains of futures: nothing that fails on the way is dropped silently, a defect in a callback is logged as such. */
public final class Completions {
    private static final Logger LOG = LoggerFactory.getLogger(Completions.class);

    private Completions() {}

    /** Calls {@code action} on the loop when the future is done, wherever that happens. */
    public static <T> void onLoop(
            Loop loop, CompletableFuture<T> future, BiConsumer<? super T, ? super @Nullable Throwable> action) {
        whenDone(future, (value, failure) -> loop.execute(() -> run(action, value, failure)));
    }

    /** Calls {@code action} when the future is done, on the thread that completes it, or now. */
    public static <T> void whenDone(
            CompletableFuture<T> future, BiConsumer<? super T, ? super @Nullable Throwable> action) {
        CompletableFuture<T> ended = future.whenComplete((value, failure) -> run(action, value, failure));
        assert ended != null;
    }

    /** Begins an operation on the loop; its outcome, on whatever thread it comes. */
    public static <T> CompletableFuture<T> call(Loop loop, Supplier<CompletableFuture<T>> operation) {
        CompletableFuture<T> outcome = new CompletableFuture<>();
        loop.execute(() -> {
            try {
                whenDone(operation.get(), (value, failure) -> relay(outcome, value, failure));
            } catch (RuntimeException failure) {
                outcome.completeExceptionally(failure);
            } catch (Error failure) {
                outcome.completeExceptionally(failure);
                throw failure;
            }
        });
        return outcome;
    }

    /** The same outcome, on the loop. */
    public static <T> CompletableFuture<T> moved(Loop loop, CompletableFuture<T> future) {
        CompletableFuture<T> moved = new CompletableFuture<>();
        onLoop(loop, future, (value, failure) -> relay(moved, value, failure));
        return moved;
    }

    /** Completes a future with an outcome that somebody else's had. */
    private static <T> void relay(CompletableFuture<T> to, T value, @Nullable Throwable failure) {
        if (failure == null) {
            to.complete(value);
        } else {
            to.completeExceptionally(failure);
        }
    }

    private static <T> void run(
            BiConsumer<? super T, ? super @Nullable Throwable> action, T value, @Nullable Throwable failure) {
        try {
            action.accept(value, failure);
        } catch (RuntimeException defect) {
            LOG.error("the end of an operation was not handled", defect);
        } catch (Error defect) {
            LOG.error("the end of an operation was not handled", defect);
            throw defect;
        }
    }
}
