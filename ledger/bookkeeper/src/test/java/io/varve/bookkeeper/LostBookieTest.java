/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.bookkeeper;

import static io.varve.bookkeeper.TestCluster.awaitRoomFor;
import static io.varve.log.TestLedgers.appendAll;
import static io.varve.log.TestLedgers.await;
import static io.varve.log.TestLedgers.awaitTrue;
import static io.varve.log.TestLedgers.entry;
import static io.varve.log.TestLedgers.readAll;
import static io.varve.log.TestLedgers.texts;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.netty.buffer.PooledByteBufAllocator;
import io.varve.log.LedgerEnd;
import io.varve.log.LedgerReader;
import io.varve.log.LedgerSpec;
import io.varve.log.LedgerWriter;
import io.varve.log.Quorum;
import io.varve.log.TestLedgers;
import io.varve.protocol.error.StoreException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What happens to ledgers when bookies die, hang and return. */
class LostBookieTest {
    private static final int EPOCH = 1;

    private TestCluster cluster;
    private BookKeeperLedgerStore store;

    @BeforeEach
    void start(@TempDir Path dir) throws Exception {
        cluster = new TestCluster(dir, 3);
        store = cluster.connect();
    }

    @AfterEach
    void stop() {
        store.close();
        cluster.close();
    }

    @Test
    void appendsGoOnWithoutOneOfThreeBookies() {
        LedgerWriter writer = create(Quorum.THREE);
        appendAll(writer, 0, 20);
        List<CompletableFuture<Long>> meanwhile = new ArrayList<>();
        for (int i = 20; i < 120; i++) {
            meanwhile.add(writer.append(entry("entry-" + i)));
            if (i == 70) {
                cluster.bookie(1).close();
            }
        }
        meanwhile.forEach(TestLedgers::await);
        appendAll(writer, 120, 30);
        assertThat(writer.isWhole()).isFalse();

        awaitTrue(() -> await(store.writableBookies()) == 2);
        awaitRoomFor(Quorum.THREE, store, false);
        LedgerWriter smaller = create(Quorum.TWO);
        appendAll(smaller, 0, 5);
        assertThat(smaller.isWhole()).isTrue();

        try (BookKeeperLedgerStore other = cluster.connect()) {
            LedgerEnd end = await(other.recover(writer.ledgerId(), EPOCH));
            assertThat(end.lastEntry()).isEqualTo(149);
            try (LedgerReader reader = await(other.open(writer.ledgerId()))) {
                assertThat(readAll(reader, 0, 149)).isEqualTo(texts(0, 149));
            }
        }
    }

    @Test
    void returningBookieKeepsItsPortAndItsEntries() {
        LedgerWriter writer = create(Quorum.THREE);
        appendAll(writer, 0, 50);
        await(writer.close());
        int port = cluster.bookie(0).port();
        cluster.bookie(0).close();
        awaitTrue(() -> await(store.writableBookies()) == 2);
        try (BookieNode again = cluster.restart(0)) {
            assertThat(again.port()).isEqualTo(port);
            awaitTrue(() -> await(store.writableBookies()) == 3);
            awaitRoomFor(Quorum.THREE, store, true);
            appendAll(create(Quorum.THREE), 0, 5);
            cluster.bookie(1).close();
            cluster.bookie(2).close();
            try (LedgerReader reader = await(store.open(writer.ledgerId()))) {
                assertThat(readAll(reader, 0, 49)).isEqualTo(texts(0, 49));
            }
        }
    }

    @Test
    void writingStopsWithoutAnAckQuorumAndNothingAcknowledgedIsLost() {
        LedgerWriter writer = create(Quorum.THREE);
        appendAll(writer, 0, 10);
        cluster.bookie(0).close();
        cluster.bookie(1).close();
        assertThatExceptionOfType(StoreException.UnknownOutcome.class)
                .isThrownBy(() -> await(writer.append(entry("entry-10"))));
        assertThatExceptionOfType(StoreException.Unavailable.class)
                .isThrownBy(() -> await(writer.append(entry("entry-11"))));
        awaitRoomFor(Quorum.TWO, store, false);
        try (BookieNode again = cluster.restart(0)) {
            LedgerEnd end = await(writer.close());
            assertThat(end.lastEntry()).isBetween(9L, 10L);
            assertThat(await(store.recover(writer.ledgerId(), EPOCH))).isEqualTo(end);
            assertThat(again.isRunning()).isTrue();
        }
    }

    @Test
    void hangingBookieIsLeftAndWhatWasHeldForItIsFreed() {
        LedgerWriter writer = create(Quorum.THREE);
        appendAll(writer, 0, 5);
        cluster.bookie(2).suspend();
        int bytes = 1 << 20;
        for (int i = 0; i < 64 && store.unsent().bytes() < 8L * bytes; i++) {
            await(writer.append(PooledByteBufAllocator.DEFAULT.buffer(bytes).writeZero(bytes)));
        }
        awaitTrue(() -> !writer.isWhole());
        assertThat(await(store.writableBookies())).isEqualTo(2);
        awaitTrue(() -> store.unsent().bytes() == 0);
        // Where there is no other, BookKeeper takes one that it suspects: who wants none has to ask how many are left.
        assertThat(create(Quorum.THREE).quorum()).isEqualTo(Quorum.THREE);

        cluster.bookie(2).resume();
        appendAll(writer, 0, 5);
        assertThat(writer.isWhole()).isFalse();
    }

    private LedgerWriter create(Quorum quorum) {
        return await(store.create(new LedgerSpec("cluster", 0, 1, EPOCH, quorum)));
    }
}
