/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.cluster;

import io.varve.metadata.MetadataStore;
import io.varve.metadata.Versioned;
import java.util.Iterator;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Keeps decoded nodes below one path for as long as the watch tells of no change. While the store is cut off it goes on giving
 * what it knows. A node that doesn't exist is asked for each time: a broker must see at once what was created through another.
 * Holds a bounded number of nodes and drops any one of them to make room. For any thread.
 */
final class NodeCache<T> implements AutoCloseable {
    /** Turns a node's content into what is kept. */
    interface Decoder<T> {
        CompletableFuture<T> decode(String path, Versioned node);
    }

    private final MetadataStore store;
    private final Decoder<T> decoder;
    private final int bound;
    private final ConcurrentHashMap<String, CompletableFuture<Optional<T>>> nodes = new ConcurrentHashMap<>();
    private final MetadataStore.Watch watch;

    NodeCache(MetadataStore store, String root, int bound, Decoder<T> decoder) {
        this.store = store;
        this.decoder = decoder;
        this.bound = bound;
        this.watch = store.watch(root, path -> {
            if (path.equals(root)) {
                nodes.clear();
            }
            nodes.remove(path);
        });
    }

    /** A cache of nodes with this content. */
    NodeCache(MetadataStore store, String root, int bound, NodeJson<T> json) {
        this(store, root, bound, (path, node) -> CompletableFuture.completedFuture(json.decode(path, node.bytes())));
    }

    /** The node, or empty when it doesn't exist. */
    CompletableFuture<Optional<T>> get(String path) {
        @Nullable CompletableFuture<Optional<T>> known = nodes.get(path);
        return known != null ? known.copy() : read(path);
    }

    /** The node if it is here now. */
    Optional<T> known(String path) {
        @Nullable CompletableFuture<Optional<T>> known = nodes.get(path);
        return known == null || !known.isDone() || known.isCompletedExceptionally() ? Optional.empty() : known.join();
    }

    /** Forgets the node, so that the next one who asks reads it. */
    void forget(String path) {
        nodes.remove(path);
    }

    private CompletableFuture<Optional<T>> read(String path) {
        CompletableFuture<Optional<T>> reading = new CompletableFuture<>();
        // Entered before the read, so that a change during the read removes it.
        @Nullable CompletableFuture<Optional<T>> other = nodes.putIfAbsent(path, reading);
        if (other != null) {
            return other.copy();
        }
        makeRoom(path);
        CompletableFuture<Optional<T>> answer = store.get(path)
                .thenCompose(found -> found.isEmpty()
                        ? CompletableFuture.completedFuture(Optional.<T>empty())
                        : decoder.decode(path, found.get()).thenApply(Optional::of));
        Futures.finish(
                answer,
                node -> {
                    if (node.isEmpty()) {
                        nodes.remove(path, reading);
                    }
                    reading.complete(node);
                },
                failure -> {
                    nodes.remove(path, reading);
                    reading.completeExceptionally(failure);
                });
        return reading.copy();
    }

    private void makeRoom(String justEntered) {
        Iterator<String> any = nodes.keySet().iterator();
        while (nodes.size() > bound && any.hasNext()) {
            String path = any.next();
            if (!path.equals(justEntered)) {
                nodes.remove(path);
            }
        }
    }

    @Override
    public void close() {
        watch.close();
    }
}
