/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.server;

import io.varve.server.node.StartRefused;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/** Blocks while a server starts; nowhere else does anything block on a future. */
final class Waiting {
    private static final int TIMEOUT_SECONDS = 60;

    private Waiting() {}

    /**
     * The value of a future.
     *
     * @param what is waited for, in the words of a refusal
     * @throws StartRefused when it fails or isn't there after a minute
     */
    static <T> T on(String what, CompletableFuture<T> future) {
        return on(what, future, () -> "");
    }

    /**
     * The value of a future.
     *
     * @param what as above
     * @param missing says what is in the way when the value isn't there after a minute; empty when nobody knows
     * @throws StartRefused as above
     */
    static <T> T on(String what, CompletableFuture<T> future, Supplier<String> missing) {
        try {
            return future.get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            Throwable cause = Objects.requireNonNullElse(e.getCause(), e);
            throw new StartRefused(what + ": " + cause.getMessage());
        } catch (TimeoutException e) {
            String reason = missing.get();
            throw new StartRefused(
                    what + ": not there after " + TIMEOUT_SECONDS + " s" + (reason.isEmpty() ? "" : ": " + reason));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StartRefused(what + ": interrupted");
        }
    }
}
