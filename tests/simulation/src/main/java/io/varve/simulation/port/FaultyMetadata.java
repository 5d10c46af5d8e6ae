/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.simulation.port;

import io.varve.metadata.Change;
import io.varve.metadata.MetadataStore;
import io.varve.metadata.Versioned;
import io.varve.simulation.port.Calls.Call;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** One broker's session with the metadata store: requests, answers and events each keep their order. */
public final class FaultyMetadata implements MetadataStore {
    private static final String PORT = "metadata";

    private final MetadataStore session;
    private final Calls calls;
    private final Line requests;
    private final Line replies;

    /** @param session is this broker's own */
    public FaultyMetadata(MetadataStore session, Calls calls) {
        this.session = session;
        this.calls = calls;
        this.requests = calls.mendingLine();
        this.replies = calls.line();
    }

    private <T> CompletableFuture<T> change(String what, Supplier<CompletableFuture<T>> effect) {
        return calls.call(new Call(PORT, what, true), requests, replies, effect, lost -> {});
    }

    private <T> CompletableFuture<T> look(String what, Supplier<CompletableFuture<T>> effect) {
        return calls.call(new Call(PORT, what, false), requests, replies, effect, lost -> {});
    }

    @Override
    public CompletableFuture<Optional<Versioned>> get(String path) {
        return look("reads " + path, () -> session.get(path));
    }

    @Override
    public CompletableFuture<Void> create(String path, byte[] bytes) {
        return change("creates " + path, () -> session.create(path, bytes));
    }

    @Override
    public CompletableFuture<Integer> compareAndSet(String path, byte[] bytes, int expectedVersion) {
        return change(
                "sets " + path + " at version " + expectedVersion,
                () -> session.compareAndSet(path, bytes, expectedVersion));
    }

    @Override
    public CompletableFuture<Void> delete(String path, int expectedVersion) {
        return change("deletes " + path, () -> session.delete(path, expectedVersion));
    }

    @Override
    public CompletableFuture<Void> multi(List<Change> changes) {
        return change("changes " + changes.get(changes.size() - 1).path(), () -> session.multi(changes));
    }

    @Override
    public CompletableFuture<List<String>> children(String path) {
        return look("lists " + path, () -> session.children(path));
    }

    @Override
    public CompletableFuture<Void> register(String path, byte[] bytes) {
        return change("registers " + path, () -> session.register(path, bytes));
    }

    @Override
    public Watch watch(String path, Consumer<String> listener) {
        return session.watch(
                path, changed -> replies.send(() -> calls.machine().execute(() -> listener.accept(changed))));
    }

    @Override
    public void onSession(Consumer<SessionState> listener) {
        session.onSession(state -> replies.send(() -> calls.machine().execute(() -> listener.accept(state))));
    }

    @Override
    public void close() {
        session.close();
    }
}
