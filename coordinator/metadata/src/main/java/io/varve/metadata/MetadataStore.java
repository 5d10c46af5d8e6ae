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
 * Paths are absolute within the cluster's part of the tree ("/shards/7", which in ZooKeeper is "/varve/shards/7"),
 * "/"-separated, without a trailing slash; a malformed one is an {@link IllegalArgumentException} at once. Futures complete on
 * threads of the store, which must not be blocked, and fail with {@link StoreException} only: {@code Conflict},
 * {@code NotFound}, {@code Unavailable} (no effect), {@code UnknownOutcome} (a change whose reply was lost: re-read before
 * judging). A read after a lost reply sees what the change did.
 */
public interface MetadataStore extends AutoCloseable {
    /** Most bytes of a node: what ZooKeeper takes in one request, less room for paths. More is an {@link IllegalArgumentException} at once. */
    int MAX_NODE_BYTES = 1_000_000;

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

    /**
     * Makes all changes in one step or none of them. Fails with the failure of the first change that doesn't fit, whose message
     * names its path. Parents of created nodes that are missing are made before, and stay when the changes are refused.
     *
     * @param changes at least one
     */
    CompletableFuture<Void> multi(List<Change> changes);

    /** Names (not paths) of a node's children, sorted; empty when the node doesn't exist. */
    CompletableFuture<List<String>> children(String path);

    /**
     * Keeps a node for as long as this store's session lives, and makes it again after a new session began. A node of another
     * session at the same path is replaced now; one that another session put there later stays (the newer process wins), and
     * whoever watches the path sees it. Registering a path again replaces its bytes. {@code Conflict} when the node belongs to
     * no session.
     */
    CompletableFuture<Void> register(String path, byte[] bytes);

    /**
     * Calls the listener after a node at or below {@code path} was created, changed or deleted, with the path of that node; and
     * with {@code path} itself when anything below it may have changed: once as soon as the watch stands, and whenever events
     * may have been missed since. So "watch, and read at each call" misses nothing. Calls come one at a time on a thread of the
     * store, changes may be folded; re-read to learn the present.
     */
    Watch watch(String path, Consumer<String> listener);

    /** Calls the listener, on a thread of the store, with the present state and then at each change of it. */
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
        /** The session is over, or has to be taken for over; registered nodes are gone until the next CONNECTED. */
        LOST
    }
}
