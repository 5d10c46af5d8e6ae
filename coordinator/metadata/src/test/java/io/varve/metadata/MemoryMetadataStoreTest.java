/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.metadata;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.varve.metadata.MetadataStore.SessionState;
import io.varve.protocol.error.StoreException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class MemoryMetadataStoreTest extends MetadataStoreContract {
    private static final byte[] BYTES = "bytes".getBytes(UTF_8);

    private final ExecutorService thread = Executors.newSingleThreadExecutor();
    private final MemoryMetadataTree tree = new MemoryMetadataTree(thread);

    @AfterEach
    void stop() {
        thread.shutdownNow();
    }

    @Override
    protected MemoryMetadataStore connect() {
        return tree.connect();
    }

    @Test
    void lostReplyIsUnknownAndTheChangeIsDone() {
        MemoryMetadataStore store = connect();
        store.loseNextReply();
        assertUnknown(store.create("/a", BYTES));
        assertThat(await(store.get("/a"))).isPresent();
    }

    @Test
    void lostRequestIsUnknownAndTheChangeIsNotDone() {
        MemoryMetadataStore store = connect();
        store.loseNextRequest();
        assertUnknown(store.create("/a", BYTES));
        assertThat(await(store.get("/a"))).isEmpty();
        await(store.create("/a", BYTES));
    }

    @Test
    void heldRepliesAreDoneAndAnsweredOnRelease() {
        MemoryMetadataStore store = connect();
        MetadataStore other = connect();
        store.holdReplies();
        CompletableFuture<Void> create = store.create("/a", BYTES);
        assertThat(await(other.get("/a"))).isPresent();
        assertThat(create).isNotDone();
        store.releaseReplies();
        await(create);
    }

    @Test
    void heldRepliesCanBeLost() {
        MemoryMetadataStore store = connect();
        store.holdReplies();
        CompletableFuture<Void> create = store.create("/a", BYTES);
        CompletableFuture<?> get = store.get("/a");
        store.loseReplies();
        assertUnknown(create);
        assertThatExceptionOfType(StoreException.Unavailable.class).isThrownBy(() -> await(get));
        assertThat(await(store.get("/a"))).isPresent();
    }

    @Test
    void suspendedStoreIsUnavailableAndKeepsItsNodes() {
        MemoryMetadataStore store = connect();
        await(store.register("/me", BYTES));
        store.suspend();
        assertThatExceptionOfType(StoreException.Unavailable.class).isThrownBy(() -> await(store.get("/me")));
        assertThatExceptionOfType(StoreException.Unavailable.class).isThrownBy(() -> await(store.create("/a", BYTES)));
        assertThat(await(connect().get("/me"))).isPresent();
        store.resume();
        assertThat(await(store.get("/a"))).isEmpty();
    }

    @Test
    void expiredSessionLosesItsNodesAndTheNextOneMakesThemAgain() {
        MemoryMetadataStore store = connect();
        await(store.register("/me", BYTES));
        store.expire();
        assertThat(await(connect().get("/me"))).isEmpty();
        store.resume();
        assertThat(await(store.get("/me"))).isPresent();
    }

    @Test
    void expiredSessionDoesNotDisplaceTheOneThatTookItsPlace() {
        MemoryMetadataStore store = connect();
        MemoryMetadataStore newer = connect();
        await(store.register("/me", BYTES));
        store.expire();
        byte[] newBytes = "newer".getBytes(UTF_8);
        await(newer.register("/me", newBytes));
        store.resume();
        assertThat(await(store.get("/me")).orElseThrow().bytes()).isEqualTo(newBytes);
    }

    @Test
    void sessionListenerHearsEachChange() {
        MemoryMetadataStore store = connect();
        List<SessionState> states = new ArrayList<>();
        store.onSession(states::add);
        store.suspend();
        store.expire();
        store.resume();
        await(store.get("/any"));
        assertThat(states)
                .containsExactly(
                        SessionState.CONNECTED, SessionState.SUSPENDED, SessionState.LOST, SessionState.CONNECTED);
    }

    @Test
    void watchIsToldToReadAgainAfterAnInterruption() {
        MemoryMetadataStore store = connect();
        List<String> changes = new ArrayList<>();
        MetadataStore.Watch watch = store.watch("/w", changes::add);
        store.suspend();
        await(connect().create("/w/missed", BYTES));
        store.resume();
        await(store.get("/any"));
        assertThat(changes).containsExactly("/w", "/w");
        watch.close();
    }

    private static void assertUnknown(CompletableFuture<?> future) {
        assertThatExceptionOfType(StoreException.UnknownOutcome.class).isThrownBy(() -> await(future));
    }
}
