/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.log;

import io.varve.metadata.Change;
import io.varve.metadata.MemoryMetadataStore;
import io.varve.metadata.MetadataStore;
import io.varve.metadata.Versioned;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/** Breaks the n-th change of a store: its outcome is unknown to who asked for it. */
final class TroubledMetadata implements MetadataStore {
    enum Trouble {
        REQUEST_LOST,
        REPLY_LOST
    }

    private final MemoryMetadataStore store;
    private final int troubledChange;
    private final Trouble trouble;
    private int changes;

    TroubledMetadata(MemoryMetadataStore store, int troubledChange, Trouble trouble) {
        this.store = store;
        this.troubledChange = troubledChange;
        this.trouble = trouble;
    }

    int changes() {
        return changes;
    }

    private void change() {
        if (++changes == troubledChange) {
            if (trouble == Trouble.REQUEST_LOST) {
                store.loseNextRequest();
            } else {
                store.loseNextReply();
            }
        }
    }

    @Override
    public CompletableFuture<Optional<Versioned>> get(String path) {
        return store.get(path);
    }

    @Override
    public CompletableFuture<Void> create(String path, byte[] bytes) {
        change();
        return store.create(path, bytes);
    }

    @Override
    public CompletableFuture<Integer> compareAndSet(String path, byte[] bytes, int expectedVersion) {
        change();
        return store.compareAndSet(path, bytes, expectedVersion);
    }

    @Override
    public CompletableFuture<Void> delete(String path, int expectedVersion) {
        return store.delete(path, expectedVersion);
    }

    @Override
    public CompletableFuture<Void> multi(List<Change> all) {
        return store.multi(all);
    }

    @Override
    public CompletableFuture<List<String>> children(String path) {
        return store.children(path);
    }

    @Override
    public CompletableFuture<Void> register(String path, byte[] bytes) {
        return store.register(path, bytes);
    }

    @Override
    public Watch watch(String path, Consumer<String> listener) {
        return store.watch(path, listener);
    }

    @Override
    public void onSession(Consumer<SessionState> listener) {
        store.onSession(listener);
    }

    @Override
    public void close() {
        store.close();
    }
}
