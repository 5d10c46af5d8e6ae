/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.zookeeper;

import io.varve.metadata.Change;
import io.varve.metadata.MetadataStore;
import io.varve.metadata.NodePath;
import io.varve.metadata.Versioned;
import io.varve.protocol.error.StoreException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.apache.zookeeper.CreateMode;
import org.apache.zookeeper.KeeperException.Code;
import org.apache.zookeeper.ZooDefs.Ids;

/**
 * The metadata store over ZooKeeper. Reads go behind the leader's last commit ({@code sync}) and wait for a lost connection to
 * come back, and so do registrations, which may be repeated; changes don't: without a connection they are {@code Unavailable} at
 * once, and one whose reply is lost is {@code UnknownOutcome} and never repeated.
 */
public final class ZooKeeperMetadataStore implements MetadataStore {
    private static final byte[] EMPTY = new byte[0];

    private final String root;
    private final ZooKeeperSession session;
    private final ZooKeeperTransaction transaction;
    private final ZooKeeperRegistrations registrations;
    private final Set<RecursiveWatch> watches = ConcurrentHashMap.newKeySet();

    private ZooKeeperMetadataStore(ZooKeeperConfig config) {
        this.root = config.root();
        this.session = new ZooKeeperSession(config);
        this.transaction = new ZooKeeperTransaction(session, root);
        this.registrations = new ZooKeeperRegistrations(session, transaction, root);
        session.onState(state -> {
            if (state == SessionState.CONNECTED) {
                registrations.renew();
                watches.forEach(RecursiveWatch::arm);
            }
        });
    }

    /**
     * Opens a session. Blocks until it stands.
     *
     * @throws StoreException.Unavailable when no server answers within the configured patience
     */
    public static ZooKeeperMetadataStore connect(ZooKeeperConfig config) {
        ZooKeeperMetadataStore store = new ZooKeeperMetadataStore(config);
        try {
            store.session.awaitConnected();
        } catch (StoreException.Unavailable e) {
            store.close();
            throw e;
        }
        return store;
    }

    @Override
    public CompletableFuture<Optional<Versioned>> get(String path) {
        String at = root + NodePath.check(path);
        return session.patiently(() -> session.request((handle, answer) -> {
            // A sync fails only together with the request that follows it on the same connection.
            handle.sync(at, (rc, synced, context) -> {}, null);
            handle.getData(
                    at,
                    false,
                    (rc, read, context, bytes, stat) -> answerRead(
                            answer,
                            rc,
                            "get " + path,
                            () -> Optional.of(new Versioned(bytes == null ? EMPTY : bytes, stat.getVersion())),
                            Optional.empty()),
                    null);
        }));
    }

    @Override
    public CompletableFuture<List<String>> children(String path) {
        String at = root + NodePath.check(path);
        return session.patiently(() -> session.request((handle, answer) -> {
            handle.sync(at, (rc, synced, context) -> {}, null);
            handle.getChildren(
                    at,
                    false,
                    (int rc, String read, Object context, List<String> names) -> answerRead(
                            answer,
                            rc,
                            "children of " + path,
                            () -> names.stream().sorted().toList(),
                            List.of()),
                    null);
        }));
    }

    private <T> void answerRead(CompletableFuture<T> answer, int rc, String what, Supplier<T> found, T missing) {
        Code code = Code.get(rc);
        session.dispatch(() -> {
            if (code == Code.OK) {
                answer.complete(found.get());
            } else if (code == Code.NONODE) {
                answer.complete(missing);
            } else {
                answer.completeExceptionally(ZooKeeperFailures.of(code, what, false));
            }
        });
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
        return transaction.apply(changes);
    }

    @Override
    public CompletableFuture<Void> register(String path, byte[] bytes) {
        return registrations.register(NodePath.check(path), Change.checkSize(path, bytes));
    }

    /** The time by the clock of the ensemble's leader, from a node that is made for it and goes. */
    public CompletableFuture<Instant> time() {
        return session.request((handle, answer) -> handle.create(
                root + "/time-",
                EMPTY,
                Ids.OPEN_ACL_UNSAFE,
                CreateMode.EPHEMERAL_SEQUENTIAL,
                (rc, path, context, made, stat) -> session.dispatch(() -> {
                    Code code = Code.get(rc);
                    if (code == Code.OK) {
                        handle.delete(made, -1, (deleted, at, ignored) -> {}, null);
                        answer.complete(Instant.ofEpochMilli(stat.getCtime()));
                    } else {
                        answer.completeExceptionally(ZooKeeperFailures.of(code, "time", false));
                    }
                }),
                null));
    }

    @Override
    public Watch watch(String path, Consumer<String> listener) {
        RecursiveWatch watch = new RecursiveWatch(session, root, NodePath.check(path), listener, watches::remove);
        watches.add(watch);
        watch.arm();
        return watch;
    }

    @Override
    public void onSession(Consumer<SessionState> listener) {
        session.onState(listener);
    }

    @Override
    public void close() {
        watches.clear();
        session.close();
    }

    /** The session's own handle, for tests that break it. */
    ZooKeeperSession session() {
        return session;
    }
}
