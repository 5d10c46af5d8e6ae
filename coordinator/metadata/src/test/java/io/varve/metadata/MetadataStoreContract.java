/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.metadata;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.varve.metadata.MetadataStore.SessionState;
import io.varve.protocol.error.StoreException;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** What every {@link MetadataStore} promises. A test of a store extends this and says how to open a session. */
public abstract class MetadataStoreContract {
    private static final byte[] ONE = "one".getBytes(UTF_8);
    private static final byte[] TWO = "two".getBytes(UTF_8);

    /** A new session, on the tree that all sessions of this test share; the test that opens it closes it at the latest in its clean-up. */
    protected abstract MetadataStore connect();

    /** Waits for an answer, unwrapping the failure of the store. */
    protected static <T> T await(CompletableFuture<T> future) {
        try {
            return future.orTimeout(20, TimeUnit.SECONDS).join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw e;
        }
    }

    /** Takes events until this one comes. */
    protected static <T> void awaitEvent(BlockingQueue<T> events, T wanted) throws InterruptedException {
        T event;
        do {
            event = events.poll(20, TimeUnit.SECONDS);
            assertThat(event).as("waiting for %s", wanted).isNotNull();
        } while (!wanted.equals(event));
    }

    private static void assertConflict(String path, ThrowingCallable call) {
        assertThatExceptionOfType(StoreException.Conflict.class)
                .isThrownBy(call)
                .withMessageContaining(path);
    }

    private static void assertNotFound(String path, ThrowingCallable call) {
        assertThatExceptionOfType(StoreException.NotFound.class)
                .isThrownBy(call)
                .withMessageContaining(path);
    }

    @Test
    void createdNodeIsReadWithVersionZero() {
        MetadataStore store = connect();
        await(store.create("/contract/created", ONE));
        Versioned node = await(store.get("/contract/created")).orElseThrow();
        assertThat(node.bytes()).isEqualTo(ONE);
        assertThat(node.version()).isZero();
    }

    @Test
    void otherSessionsReadWhatOneWrote() {
        await(connect().create("/contract/shared", ONE));
        assertThat(await(connect().get("/contract/shared"))).isPresent();
    }

    @Test
    void missingNodeIsEmpty() {
        assertThat(await(connect().get("/contract/nothing/here"))).isEmpty();
    }

    @Test
    void createMakesMissingParents() {
        MetadataStore store = connect();
        await(store.create("/contract/deep/er/est", ONE));
        assertThat(await(store.get("/contract/deep/er")).orElseThrow().bytes()).isEmpty();
        assertThat(await(store.children("/contract/deep"))).containsExactly("er");
    }

    @Test
    void createOfExistingNodeIsConflict() {
        MetadataStore store = connect();
        await(store.create("/contract/twice", ONE));
        assertConflict("/contract/twice", () -> await(store.create("/contract/twice", TWO)));
        assertThat(await(store.get("/contract/twice")).orElseThrow().bytes()).isEqualTo(ONE);
    }

    @Test
    void compareAndSetCountsVersions() {
        MetadataStore store = connect();
        await(store.create("/contract/cas", ONE));
        assertThat(await(store.compareAndSet("/contract/cas", TWO, 0))).isEqualTo(1);
        assertThat(await(store.compareAndSet("/contract/cas", ONE, 1))).isEqualTo(2);
        assertThat(await(store.get("/contract/cas")).orElseThrow().version()).isEqualTo(2);
    }

    @Test
    void compareAndSetWithStaleVersionIsConflictAndChangesNothing() {
        MetadataStore store = connect();
        await(store.create("/contract/stale", ONE));
        await(store.compareAndSet("/contract/stale", ONE, 0));
        assertConflict("/contract/stale", () -> await(store.compareAndSet("/contract/stale", TWO, 0)));
        assertThat(await(store.get("/contract/stale")).orElseThrow().bytes()).isEqualTo(ONE);
    }

    @Test
    void compareAndSetOfMissingNodeIsNotFound() {
        assertNotFound("/contract/gone", () -> await(connect().compareAndSet("/contract/gone", ONE, 0)));
    }

    @Test
    void deleteChecksTheVersionUnlessItIsMinusOne() {
        MetadataStore store = connect();
        await(store.create("/contract/delete", ONE));
        assertConflict("/contract/delete", () -> await(store.delete("/contract/delete", 7)));
        await(store.delete("/contract/delete", 0));
        assertNotFound("/contract/delete", () -> await(store.delete("/contract/delete", -1)));
        await(store.create("/contract/delete", ONE));
        await(store.compareAndSet("/contract/delete", TWO, 0));
        await(store.delete("/contract/delete", -1));
        assertThat(await(store.get("/contract/delete"))).isEmpty();
    }

    @Test
    void deleteOfNodeWithChildrenIsConflict() {
        MetadataStore store = connect();
        await(store.create("/contract/parent/child", ONE));
        assertConflict("/contract/parent", () -> await(store.delete("/contract/parent", -1)));
    }

    @Test
    void recreatedNodeStartsAtVersionZero() {
        MetadataStore store = connect();
        await(store.create("/contract/again", ONE));
        await(store.compareAndSet("/contract/again", TWO, 0));
        await(store.delete("/contract/again", 1));
        await(store.create("/contract/again", ONE));
        assertThat(await(store.get("/contract/again")).orElseThrow().version()).isZero();
    }

    @Test
    void childrenAreDirectSortedNames() {
        MetadataStore store = connect();
        for (String name : List.of("b", "a", "a.b", "a-b", "a/below", "c/below/deeper")) {
            await(store.create("/contract/family/" + name, ONE));
        }
        assertThat(await(store.children("/contract/family"))).containsExactly("a", "a-b", "a.b", "b", "c");
        assertThat(await(store.children("/contract/family/b"))).isEmpty();
        assertThat(await(store.children("/contract/nobody"))).isEmpty();
    }

    @Test
    void multiMakesAllChanges() {
        MetadataStore store = connect();
        await(store.create("/contract/multi/checked", ONE));
        await(store.create("/contract/multi/set", ONE));
        await(store.create("/contract/multi/deleted", ONE));
        await(store.multi(List.of(
                new Change.Check("/contract/multi/checked", 0),
                new Change.Set("/contract/multi/set", TWO, 0),
                new Change.Delete("/contract/multi/deleted", 0),
                new Change.Create("/contract/multi/new/parent/created", TWO))));
        assertThat(await(store.get("/contract/multi/set")).orElseThrow().bytes())
                .isEqualTo(TWO);
        assertThat(await(store.get("/contract/multi/set")).orElseThrow().version())
                .isEqualTo(1);
        assertThat(await(store.get("/contract/multi/deleted"))).isEmpty();
        assertThat(await(store.get("/contract/multi/new/parent/created"))).isPresent();
        assertThat(await(store.get("/contract/multi/checked")).orElseThrow().version())
                .isZero();
    }

    @Test
    void refusedMultiNamesThePathAndChangesNothing() {
        MetadataStore store = connect();
        await(store.create("/contract/none/set", ONE));
        await(store.create("/contract/none/there", ONE));
        Change set = new Change.Set("/contract/none/set", TWO, 0);
        Change create = new Change.Create("/contract/none/fresh/created", ONE);
        assertConflict(
                "/contract/none/there",
                () -> await(store.multi(List.of(set, create, new Change.Check("/contract/none/there", 3)))));
        assertConflict(
                "/contract/none/there",
                () -> await(store.multi(List.of(set, create, new Change.Create("/contract/none/there", ONE)))));
        assertNotFound(
                "/contract/none/missing",
                () -> await(store.multi(List.of(set, create, new Change.Check("/contract/none/missing", 0)))));
        assertNotFound(
                "/contract/none/missing",
                () -> await(store.multi(List.of(set, create, new Change.Set("/contract/none/missing", ONE, 0)))));
        assertNotFound(
                "/contract/none/missing",
                () -> await(store.multi(List.of(set, create, new Change.Delete("/contract/none/missing", -1)))));
        assertThat(await(store.get("/contract/none/set")).orElseThrow().bytes()).isEqualTo(ONE);
        assertThat(await(store.get("/contract/none/fresh/created"))).isEmpty();
    }

    @Test
    void laterChangesOfAMultiSeeEarlierOnes() {
        MetadataStore store = connect();
        await(store.multi(List.of(
                new Change.Create("/contract/order", ONE),
                new Change.Set("/contract/order", TWO, 0),
                new Change.Check("/contract/order", 1))));
        assertThat(await(store.get("/contract/order")).orElseThrow().bytes()).isEqualTo(TWO);
    }

    @Test
    void registeredNodeVanishesWithItsSession() throws InterruptedException {
        MetadataStore other = connect();
        BlockingQueue<String> changes = new LinkedBlockingQueue<>();
        MetadataStore store = connect();
        await(store.register("/contract/brokers/1", ONE));
        assertThat(await(other.get("/contract/brokers/1")).orElseThrow().bytes())
                .isEqualTo(ONE);
        MetadataStore.Watch watch = other.watch("/contract/brokers", changes::add);
        awaitEvent(changes, "/contract/brokers");
        store.close();
        awaitEvent(changes, "/contract/brokers/1");
        watch.close();
        assertThat(await(other.get("/contract/brokers/1"))).isEmpty();
    }

    @Test
    void registerReplacesTheNodeOfAnOlderSession() {
        MetadataStore older = connect();
        MetadataStore newer = connect();
        await(older.register("/contract/replaced", ONE));
        await(newer.register("/contract/replaced", TWO));
        older.close();
        assertThat(await(newer.get("/contract/replaced")).orElseThrow().bytes()).isEqualTo(TWO);
    }

    @Test
    void registeringAgainReplacesTheBytes() {
        MetadataStore store = connect();
        await(store.register("/contract/updated", ONE));
        await(store.register("/contract/updated", TWO));
        assertThat(await(store.get("/contract/updated")).orElseThrow().bytes()).isEqualTo(TWO);
    }

    @Test
    void registerOverALastingNodeIsConflict() {
        MetadataStore store = connect();
        await(store.create("/contract/lasting", ONE));
        assertConflict("/contract/lasting", () -> await(store.register("/contract/lasting", TWO)));
    }

    @Test
    void watchTellsOfEveryChangeBelowItsPath() throws InterruptedException {
        MetadataStore writer = connect();
        BlockingQueue<String> changes = new LinkedBlockingQueue<>();
        MetadataStore.Watch watch = connect().watch("/contract/watched", changes::add);
        awaitEvent(changes, "/contract/watched");
        await(writer.create("/contract/watched/a/b", ONE));
        awaitEvent(changes, "/contract/watched/a/b");
        await(writer.compareAndSet("/contract/watched/a/b", TWO, 0));
        awaitEvent(changes, "/contract/watched/a/b");
        await(writer.delete("/contract/watched/a/b", 1));
        awaitEvent(changes, "/contract/watched/a/b");
        watch.close();
    }

    @Test
    void watchIsSilentAboutItsNeighbours() throws InterruptedException {
        MetadataStore store = connect();
        BlockingQueue<String> changes = new LinkedBlockingQueue<>();
        MetadataStore.Watch watch = store.watch("/contract/quiet", changes::add);
        awaitEvent(changes, "/contract/quiet");
        await(store.create("/contract/quieter", ONE));
        await(store.create("/contract/quiet/last", ONE));
        assertThat(changes.poll(20, TimeUnit.SECONDS))
                .startsWith("/contract/quiet")
                .doesNotContain("quieter");
        watch.close();
    }

    @Test
    void closedWatchTellsNothing() throws InterruptedException {
        MetadataStore store = connect();
        BlockingQueue<String> closed = new LinkedBlockingQueue<>();
        BlockingQueue<String> open = new LinkedBlockingQueue<>();
        MetadataStore.Watch watch = store.watch("/contract/ended", closed::add);
        MetadataStore.Watch other = store.watch("/contract/ended", open::add);
        awaitEvent(closed, "/contract/ended");
        awaitEvent(open, "/contract/ended");
        watch.close();
        await(store.create("/contract/ended/late", ONE));
        awaitEvent(open, "/contract/ended/late");
        assertThat(closed).isEmpty();
        other.close();
    }

    @Test
    void sessionListenerHearsThePresentStateFirst() throws InterruptedException {
        MetadataStore store = connect();
        await(store.get("/contract/any"));
        BlockingQueue<SessionState> states = new LinkedBlockingQueue<>();
        store.onSession(states::add);
        assertThat(states.poll(20, TimeUnit.SECONDS)).isEqualTo(SessionState.CONNECTED);
    }

    @Test
    void operationsOfAClosedStoreAreUnavailable() {
        MetadataStore store = connect();
        store.close();
        assertThatExceptionOfType(StoreException.Unavailable.class).isThrownBy(() -> await(store.get("/contract/x")));
        assertThatExceptionOfType(StoreException.Unavailable.class)
                .isThrownBy(() -> await(store.create("/contract/x", ONE)));
    }

    @Test
    void malformedPathsAreRefusedAtOnce() {
        MetadataStore store = connect();
        for (String path : List.of("", "/", "relative", "/a/", "/a//b", "/a/./b", "/a/../b", "/a\u0000")) {
            assertThatIllegalArgumentException().isThrownBy(() -> store.get(path));
            assertThatIllegalArgumentException().isThrownBy(() -> store.create(path, ONE));
            assertThatIllegalArgumentException().isThrownBy(() -> store.multi(List.of(new Change.Check(path, 0))));
        }
        assertThatIllegalArgumentException().isThrownBy(() -> store.multi(List.of()));
    }

    @Test
    void oversizeContentsAreRefusedAtOnce() {
        MetadataStore store = connect();
        byte[] largest = new byte[MetadataStore.MAX_NODE_BYTES];
        await(store.create("/contract/largest", largest));
        assertThat(await(store.get("/contract/largest")).orElseThrow().bytes()).hasSize(largest.length);
        byte[] tooLarge = new byte[MetadataStore.MAX_NODE_BYTES + 1];
        assertThatIllegalArgumentException()
                .isThrownBy(() -> store.create("/contract/large", tooLarge))
                .withMessageContaining("1000001");
        assertThatIllegalArgumentException().isThrownBy(() -> store.register("/contract/large", tooLarge));
    }
}
