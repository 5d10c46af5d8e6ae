/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.metadata;

import io.varve.protocol.error.StoreException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/**
 * A tree of small nodes with versions: who may write, never what was written (no offset, group, object or consumer is here).
 * Paths are absolute, "/"-separated, without a trailing slash. Futures complete on threads of the store and fail with
 * {@link StoreException} only: {@code Conflict}, {@code NotFound}, {@code Unavailable} (no effect),
 * {@code UnknownOutcome} (a change whose reply was lost: re-read before judging).
 */
public interface MetadataStore extends AutoCloseable {
    /** The node, or empty when it doesn't exist. A linearizable read. */
    CompletableFuture<Optional<Versioned>> get(String path);

    /** Creates a node and the parents that are missing. {@code Conflict} when it exists. */
    CompletableFuture<Void> create(String path, byte[] bytes);

    /**
     * Replaces a node's bytes if its version is still {@code expectedVersion}, and completes with the new version.
     * {@code Conflict} when it isn't, {@code NotFound} when the node is gone.
     */
    CompletableFuture<Integer> compareAndSet(String path, byte[] bytes, int expectedVersion);

    /** Deletes a node without children if its version is still {@code expectedVersion}; -1 deletes any version. A missing node is {@code NotFound}. */
    CompletableFuture<Void> delete(String path, int expectedVersion);

    /** Names (not paths) of a node's children, sorted; empty when the node doesn't exist. */
    CompletableFuture<List<String>> children(String path);

    /**
     * Keeps a node for as long as this store's session lives, and makes it again after a new session began. A node of an older
     * session at the same path is replaced.
     */
    CompletableFuture<Void> register(String path, byte[] bytes);

    /** Calls the listener, on a thread of the store, after changes below {@code path} (itself included). Changes may be folded; re-read to learn the present. */
    Watch watch(String path, Runnable listener);

    /** Calls the listener, on a thread of the store, at each change of the session's state, and once now. */
    void onSession(Consumer<SessionState> listener);

    /** Ends the session; registered nodes vanish. */
    @Override
    void close();

    /** A running watch. */
    interface Watch extends AutoCloseable {
        @Override
        void close();
    }

    /** What is known of the session. */
    enum SessionState {
        /** Answers come. */
        CONNECTED,
        /** The connection is gone, the session may live. */
        SUSPENDED,
        /** The session is over; registered nodes are gone until the next CONNECTED. */
        LOST
    }
}
