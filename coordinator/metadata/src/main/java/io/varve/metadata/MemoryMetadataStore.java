/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.metadata;

import io.varve.protocol.error.StoreException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * One session on a {@link MemoryMetadataTree}, with switches for the bad days of a real one. The switches take effect in order
 * with the operations: what was asked for before is done before. See the tree for threads.
 */
public final class MemoryMetadataStore implements MetadataStore {
    /** An operation whose effect stands, and whose answer can still be given or lost. */
    private record Reply(Runnable give, Runnable lose) {}

    private enum Loss {
        NONE,
        REQUEST,
        REPLY
    }

    private final MemoryMetadataTree tree;
    private final Map<String, byte[]> registered = new LinkedHashMap<>();
    private final Set<Long> ownSessions = new HashSet<>();
    private final List<MemoryWatch> watches = new ArrayList<>();
    private final List<Consumer<SessionState>> sessionListeners = new ArrayList<>();
    private final Deque<Reply> held = new ArrayDeque<>();
    private long session;
    private SessionState state = SessionState.SUSPENDED;
    private Loss nextChange = Loss.NONE;
    private boolean holding;
    private boolean closed;

    MemoryMetadataStore(MemoryMetadataTree tree) {
        this.tree = tree;
    }

    @Override
    public CompletableFuture<Optional<Versioned>> get(String path) {
        NodePath.check(path);
        return perform("get " + path, false, () -> tree.get(path));
    }

    @Override
    public CompletableFuture<List<String>> children(String path) {
        NodePath.check(path);
        return perform("children of " + path, false, () -> tree.children(path));
    }

    @Override
    public CompletableFuture<Void> create(String path, byte[] bytes) {
        return multi(List.of(new Change.Create(path, bytes)));
    }

    @Override
    public CompletableFuture<Integer> compareAndSet(String path, byte[] bytes, int expectedVersion) {
        return multi(List.of(new Change.Set(path, bytes, expectedVersion))).thenApply(done -> expectedVersion + 1);
    }

    @Override
    public CompletableFuture<Void> delete(String path, int expectedVersion) {
        return multi(List.of(new Change.Delete(path, expectedVersion)));
    }

    @Override
    public CompletableFuture<Void> multi(List<Change> changes) {
        if (changes.isEmpty()) {
            throw new IllegalArgumentException("multi needs at least one change");
        }
        List<Change> all = List.copyOf(changes);
        return perform("change of " + all.get(0).path(), true, () -> tree.apply(all));
    }

    @Override
    public CompletableFuture<Void> register(String path, byte[] bytes) {
        NodePath.check(path);
        Change.checkSize(path, bytes);
        return perform("registration of " + path, true, () -> {
            tree.register(path, bytes, session);
            registered.put(path, bytes);
        });
    }

    @Override
    public Watch watch(String path, Consumer<String> listener) {
        NodePath.check(path);
        MemoryWatch watch = new MemoryWatch(path, listener);
        tree.execute(() -> {
            watches.add(watch);
            if (state == SessionState.CONNECTED) {
                watch.tell(path);
            }
        });
        return watch;
    }

    @Override
    public void onSession(Consumer<SessionState> listener) {
        tree.execute(() -> {
            sessionListeners.add(listener);
            listener.accept(state);
        });
    }

    @Override
    public void close() {
        tree.execute(() -> {
            if (!closed) {
                closed = true;
                state = SessionState.LOST;
                watches.clear();
                sessionListeners.clear();
                tree.forget(this);
                tree.end(session);
            }
        });
    }

    /** Cuts the connection: every operation is {@code Unavailable}, the session and its nodes live on. */
    public void suspend() {
        tree.execute(() -> become(SessionState.SUSPENDED));
    }

    /** Ends the session: its nodes vanish, every operation is {@code Unavailable} until {@link #resume}. */
    public void expire() {
        tree.execute(() -> {
            tree.end(session);
            become(SessionState.LOST);
        });
    }

    /** Ends {@link #suspend} or {@link #expire}; after the latter a new session begins and registered nodes are made again. */
    public void resume() {
        tree.execute(() -> {
            if (state == SessionState.LOST) {
                begin();
            } else {
                become(SessionState.CONNECTED);
            }
        });
    }

    /** The next change fails with {@code UnknownOutcome}, and is done. */
    public void loseNextReply() {
        tree.execute(() -> nextChange = Loss.REPLY);
    }

    /** The next change fails with {@code UnknownOutcome}, and is not done. */
    public void loseNextRequest() {
        tree.execute(() -> nextChange = Loss.REQUEST);
    }

    /** From now on operations are done, but their futures stay open. */
    public void holdReplies() {
        tree.execute(() -> holding = true);
    }

    /** Completes what {@link #holdReplies} kept back, in order, and holds no more. */
    public void releaseReplies() {
        tree.execute(() -> stopHolding().forEach(reply -> reply.give().run()));
    }

    /** Fails what {@link #holdReplies} kept back, changes with {@code UnknownOutcome} and reads with {@code Unavailable}, and holds no more. */
    public void loseReplies() {
        tree.execute(() -> stopHolding().forEach(reply -> reply.lose().run()));
    }

    private List<Reply> stopHolding() {
        holding = false;
        List<Reply> replies = List.copyOf(held);
        held.clear();
        return replies;
    }

    void begin() {
        if (closed) {
            return;
        }
        session = tree.newSession();
        registered.forEach((path, bytes) -> {
            boolean displaced = tree.get(path).isPresent()
                    && !tree.sessionOf(path).map(ownSessions::contains).orElse(false);
            if (!displaced) {
                tree.register(path, bytes, session);
            }
        });
        ownSessions.add(session);
        become(SessionState.CONNECTED);
    }

    private void become(SessionState next) {
        if (closed || state == next) {
            return;
        }
        state = next;
        List.copyOf(sessionListeners).forEach(listener -> listener.accept(next));
        if (next == SessionState.CONNECTED) {
            List.copyOf(watches).forEach(watch -> watch.tell(watch.path));
        }
    }

    /** A node of the tree was created, changed or deleted. */
    void changed(String path) {
        if (state == SessionState.CONNECTED) {
            List.copyOf(watches).stream()
                    .filter(watch -> NodePath.isAtOrBelow(path, watch.path))
                    .forEach(watch -> watch.tell(path));
        }
    }

    private CompletableFuture<Void> perform(String what, boolean change, Runnable operation) {
        return this.<List<Void>>perform(what, change, () -> {
                    operation.run();
                    return List.of();
                })
                .thenAccept(done -> {});
    }

    private <T> CompletableFuture<T> perform(String what, boolean change, Supplier<T> operation) {
        CompletableFuture<T> future = new CompletableFuture<>();
        tree.execute(() -> {
            Reply reply = serve(what, change, operation, future);
            if (holding) {
                held.add(reply);
            } else {
                reply.give().run();
            }
        });
        return future;
    }

    private <T> Reply serve(String what, boolean change, Supplier<T> operation, CompletableFuture<T> future) {
        if (state != SessionState.CONNECTED) {
            return failure(
                    new StoreException.Unavailable(what + ": session is " + (closed ? "closed" : state), null), future);
        }
        StoreException lost = change
                ? new StoreException.UnknownOutcome(what + ": the reply was lost", null)
                : new StoreException.Unavailable(what + ": the reply was lost", null);
        Loss loss = change ? nextChange : Loss.NONE;
        nextChange = change ? Loss.NONE : nextChange;
        if (loss == Loss.REQUEST) {
            return failure(lost, future);
        }
        try {
            T result = operation.get();
            Runnable lose = () -> future.completeExceptionally(lost);
            return new Reply(loss == Loss.REPLY ? lose : () -> future.complete(result), lose);
        } catch (StoreException e) {
            return loss == Loss.REPLY
                    ? failure(lost, future)
                    : new Reply(() -> future.completeExceptionally(e), () -> future.completeExceptionally(lost));
        }
    }

    private static Reply failure(StoreException failure, CompletableFuture<?> future) {
        Runnable fail = () -> future.completeExceptionally(failure);
        return new Reply(fail, fail);
    }

    private final class MemoryWatch implements Watch {
        private final String path;
        private final Consumer<String> listener;

        private MemoryWatch(String path, Consumer<String> listener) {
            this.path = path;
            this.listener = listener;
        }

        private void tell(String changedPath) {
            if (watches.contains(this)) {
                listener.accept(changedPath);
            }
        }

        @Override
        public void close() {
            tree.execute(() -> watches.remove(this));
        }
    }
}
