/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.zookeeper;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.varve.metadata.MetadataStore;
import io.varve.metadata.MetadataStore.SessionState;
import io.varve.metadata.MetadataStoreContract;
import io.varve.metadata.Versioned;
import io.varve.protocol.error.StoreException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ZooKeeperMetadataStoreTest extends MetadataStoreContract {
    private static final byte[] BYTES = "bytes".getBytes(UTF_8);
    private static final Duration SESSION = Duration.ofSeconds(8);
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final AtomicInteger ROOTS = new AtomicInteger();

    @TempDir
    private static Path directory;

    private static ZooKeeperNode server;

    private final String root = "/tests/root" + ROOTS.incrementAndGet();
    private final List<ZooKeeperMetadataStore> open = new ArrayList<>();

    @BeforeAll
    static void startServer() throws IOException {
        server = ZooKeeperNode.start(directory, 0);
    }

    @AfterAll
    static void stopServer() {
        server.close();
    }

    @AfterEach
    void closeStores() {
        open.forEach(ZooKeeperMetadataStore::close);
    }

    @Override
    protected ZooKeeperMetadataStore connect() {
        return connect(server.connectString(), PATIENCE);
    }

    private ZooKeeperMetadataStore connect(String connectString, Duration patience) {
        ZooKeeperMetadataStore store =
                ZooKeeperMetadataStore.connect(new ZooKeeperConfig(connectString, root, SESSION, patience));
        open.add(store);
        return store;
    }

    private static BlockingQueue<SessionState> statesOf(MetadataStore store) throws InterruptedException {
        BlockingQueue<SessionState> states = new LinkedBlockingQueue<>();
        store.onSession(states::add);
        awaitEvent(states, SessionState.CONNECTED);
        return states;
    }

    private static void expire(ZooKeeperMetadataStore store) {
        store.session().handle().getTestable().injectSessionExpiration();
    }

    @Test
    void sessionsOfDifferentRootsDontMeet() {
        await(connect().create("/a", BYTES));
        ZooKeeperMetadataStore other = ZooKeeperMetadataStore.connect(
                new ZooKeeperConfig(server.connectString(), root + "-other", SESSION, PATIENCE));
        open.add(other);
        assertThat(await(other.get("/a"))).isEmpty();
    }

    @Test
    void expiredSessionIsReplacedAndItsNodesAreMadeAgain() throws InterruptedException {
        ZooKeeperMetadataStore store = connect();
        BlockingQueue<SessionState> states = statesOf(store);
        await(store.register("/me", BYTES));
        long before = store.session().handle().getSessionId();
        expire(store);
        awaitEvent(states, SessionState.LOST);
        awaitEvent(states, SessionState.CONNECTED);
        // Sent after the registration in the same session, so answered after it.
        assertThat(await(store.get("/me"))).isPresent();
        assertThat(store.session().handle().getSessionId()).isNotEqualTo(before);
    }

    @Test
    void watchGoesOnAfterTheSessionExpired() throws InterruptedException {
        ZooKeeperMetadataStore store = connect();
        BlockingQueue<SessionState> states = statesOf(store);
        BlockingQueue<String> changes = new LinkedBlockingQueue<>();
        MetadataStore.Watch watch = store.watch("/w", changes::add);
        awaitEvent(changes, "/w");
        expire(store);
        awaitEvent(states, SessionState.LOST);
        awaitEvent(changes, "/w");
        await(connect().create("/w/later", BYTES));
        awaitEvent(changes, "/w/later");
        watch.close();
    }

    @Test
    void expiredSessionDoesNotDisplaceTheOneThatTookItsPlace() throws InterruptedException {
        ZooKeeperMetadataStore store = connect();
        BlockingQueue<SessionState> states = statesOf(store);
        byte[] newer = "newer".getBytes(UTF_8);
        await(store.register("/me", BYTES));
        await(connect().register("/me", newer));
        expire(store);
        awaitEvent(states, SessionState.LOST);
        awaitEvent(states, SessionState.CONNECTED);
        await(store.create("/sentinel", BYTES));
        assertThat(await(store.get("/me")).map(Versioned::bytes)).contains(newer);
    }

    @Test
    void lostReplyIsUnknownAndTheNextReadTellsWhatBecameOfTheChange() throws Exception {
        try (CuttingProxy proxy = new CuttingProxy(server.port())) {
            ZooKeeperMetadataStore store = connect(proxy.connectString(), PATIENCE);
            await(store.create("/before", BYTES));
            proxy.loseReplies();
            CompletableFuture<Void> create = store.create("/a", BYTES);
            MetadataStore observer = connect();
            while (await(observer.get("/a")).isEmpty()) {
                Thread.onSpinWait();
            }
            assertThat(create).isNotDone();
            proxy.cut();
            assertThatExceptionOfType(StoreException.UnknownOutcome.class)
                    .isThrownBy(() -> await(create))
                    .withMessageContaining("/a");
            CompletableFuture<Optional<Versioned>> read = store.get("/a");
            proxy.mend();
            assertThat(await(read)).isPresent();
        }
    }

    @Test
    void aRegistrationWhoseReplyIsLostIsMadeAgain() throws Exception {
        try (CuttingProxy proxy = new CuttingProxy(server.port())) {
            ZooKeeperMetadataStore store = connect(proxy.connectString(), PATIENCE);
            await(store.create("/before", BYTES));
            proxy.loseReplies();
            CompletableFuture<Void> registered = store.register("/me", BYTES);
            MetadataStore observer = connect();
            while (await(observer.get("/me")).isEmpty()) {
                Thread.onSpinWait();
            }
            proxy.cut();
            proxy.mend();
            await(registered);
            assertThat(await(observer.get("/me")).map(Versioned::bytes)).contains(BYTES);
        }
    }

    @Test
    void aRegistrationWaitsForALostConnection() throws Exception {
        try (CuttingProxy proxy = new CuttingProxy(server.port())) {
            ZooKeeperMetadataStore store = connect(proxy.connectString(), PATIENCE);
            BlockingQueue<SessionState> states = statesOf(store);
            proxy.cut();
            awaitEvent(states, SessionState.SUSPENDED);
            CompletableFuture<Void> registered = store.register("/me", BYTES);
            proxy.mend();
            await(registered);
            assertThat(await(connect().get("/me"))).isPresent();
        }
    }

    @Test
    void withoutConnectionChangesAreUnavailableAndReadsWait() throws Exception {
        try (CuttingProxy proxy = new CuttingProxy(server.port())) {
            ZooKeeperMetadataStore store = connect(proxy.connectString(), PATIENCE);
            BlockingQueue<SessionState> states = statesOf(store);
            await(store.register("/group/me", BYTES));
            proxy.cut();
            awaitEvent(states, SessionState.SUSPENDED);
            assertThatExceptionOfType(StoreException.Unavailable.class)
                    .isThrownBy(() -> await(store.create("/a", BYTES)));
            CompletableFuture<List<String>> children = store.children("/group");
            assertThat(children).isNotDone();
            assertThat(await(connect().get("/group/me"))).isPresent();
            proxy.mend();
            assertThat(await(children)).containsExactly("me");
            awaitEvent(states, SessionState.CONNECTED);
            assertThat(await(store.get("/a"))).isEmpty();
        }
    }

    @Test
    void readsAreUnavailableWhenPatienceEnds() throws Exception {
        try (CuttingProxy proxy = new CuttingProxy(server.port())) {
            ZooKeeperMetadataStore store = connect(proxy.connectString(), Duration.ofSeconds(2));
            proxy.cut();
            assertThatExceptionOfType(StoreException.Unavailable.class).isThrownBy(() -> await(store.get("/a")));
        }
    }

    @Test
    void watchIsToldToReadAgainAfterAnInterruption() throws Exception {
        try (CuttingProxy proxy = new CuttingProxy(server.port())) {
            ZooKeeperMetadataStore store = connect(proxy.connectString(), PATIENCE);
            BlockingQueue<SessionState> states = statesOf(store);
            BlockingQueue<String> changes = new LinkedBlockingQueue<>();
            MetadataStore.Watch watch = store.watch("/w", changes::add);
            awaitEvent(changes, "/w");
            proxy.cut();
            awaitEvent(states, SessionState.SUSPENDED);
            await(connect().create("/w/missed", BYTES));
            proxy.mend();
            awaitEvent(changes, "/w");
            watch.close();
        }
    }

    @Test
    void noServerIsUnavailable() {
        assertThatExceptionOfType(StoreException.Unavailable.class)
                .isThrownBy(() -> connect("127.0.0.1:1", Duration.ofMillis(300)))
                .withMessageContaining("127.0.0.1:1");
    }
}
