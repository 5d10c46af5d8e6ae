/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.http.job;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * Where a cluster keeps its jobs: small nodes with versions, by id, that every gateway sees; and who of the gateways is alive.
 * Futures complete on threads of the store, which must not be blocked, and fail with
 * {@link io.varve.protocol.error.StoreException}: {@code Conflict}, {@code NotFound}, {@code Unavailable} (no effect),
 * {@code UnknownOutcome} (re-read before judging); or with {@link io.varve.protocol.error.VarveException}. For any thread.
 */
public interface JobStore {
    /** The name of this process among all that ever were: another one after each start. */
    String self();

    /** Whether the process of this name is alive, as the store knows it; what was dead stays so unless it is {@link #self}. */
    CompletableFuture<Boolean> isAlive(String process);

    /** All ids, in no order that means something. */
    CompletableFuture<List<String>> ids();

    /** The node, or empty when it doesn't exist. A linearizable read. */
    CompletableFuture<Optional<Stored>> get(String id);

    /** Creates a node. {@code Conflict} when it exists. */
    CompletableFuture<Void> create(String id, byte[] content);

    /** Replaces a node's content if its version is still this one: {@code Conflict} when it isn't, {@code NotFound} when it is gone. */
    CompletableFuture<Void> replace(String id, byte[] content, int expectedVersion);

    /** Deletes a node, whatever its version. {@code NotFound} when it is gone. */
    CompletableFuture<Void> delete(String id);

    /**
     * A node.
     *
     * @param content not copied, so neither side changes it
     * @param version changes with each change of the content
     */
    @SuppressWarnings("ArrayRecordComponent") // an internal value that is never compared
    record Stored(byte[] content, int version) {}
}
