/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.log;

import io.varve.protocol.error.StoreException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Brings the answers of the stores onto the shard's loop, until the log stops: then they are dropped. An exception in one of
 * these tasks is a defect; the log that it happened in can't be trusted any more.
 */
final class Hop {
    private final Loop loop;
    private Consumer<RuntimeException> onDefect = e -> {
        throw e;
    };
    private boolean stopped;

    Hop(Loop loop) {
        this.loop = loop;
    }

    void onDefect(Consumer<RuntimeException> handler) {
        onDefect = handler;
    }

    void stop() {
        stopped = true;
    }

    boolean stopped() {
        return stopped;
    }

    long nanoTime() {
        return loop.nanoTime();
    }

    /** Runs the action on the loop with the future's value, or with null and the failure. */
    <T> void then(CompletableFuture<T> future, BiConsumer<T, @Nullable StoreException> action) {
        CompletableFuture<?> unused = future.whenComplete(
                (value, failure) -> execute(() -> action.accept(value, failure == null ? null : failure(failure))));
    }

    /** Runs the action as part of the completion of a future that completes on the loop. */
    <T> void after(CompletableFuture<T> future, BiConsumer<T, @Nullable Throwable> action) {
        CompletableFuture<?> unused = future.whenComplete((value, failure) -> run(() -> action.accept(value, failure)));
    }

    /** The same future, completed on the loop, with a StoreException if it fails. */
    <T> CompletableFuture<T> bring(CompletableFuture<T> future) {
        CompletableFuture<T> brought = new CompletableFuture<>();
        then(future, (value, failure) -> {
            if (failure == null) {
                brought.complete(value);
            } else {
                brought.completeExceptionally(failure);
            }
        });
        return brought;
    }

    void execute(Runnable task) {
        loop.execute(() -> run(task));
    }

    Loop.Timer schedule(Runnable task, long delayNanos) {
        return loop.schedule(() -> run(task), delayNanos, TimeUnit.NANOSECONDS);
    }

    private void run(Runnable task) {
        if (stopped) {
            return;
        }
        try {
            task.run();
        } catch (RuntimeException e) {
            onDefect.accept(e);
        }
    }

    /** The stores promise to fail with this family only; anything else is a defect of theirs. */
    static StoreException failure(Throwable failure) {
        Throwable cause = failure;
        while (cause instanceof CompletionException && cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause instanceof StoreException known
                ? known
                : new StoreException.UnknownOutcome("unexpected failure of a store: " + cause, cause);
    }
}
