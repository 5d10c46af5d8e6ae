/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.log;

import static io.varve.log.TestLedgers.appendAll;
import static io.varve.log.TestLedgers.await;
import static io.varve.log.TestLedgers.entry;
import static io.varve.log.TestLedgers.readAll;
import static io.varve.log.TestLedgers.texts;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.varve.protocol.error.StoreException;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class MemoryLedgerStoreTest extends LedgerStoreContract {
    private final MemoryLedgerStore store = new MemoryLedgerStore(Runnable::run);

    @Override
    protected LedgerStore store() {
        return store;
    }

    @Override
    protected LedgerStore otherStore() {
        return store;
    }

    @Test
    void nothingHappensBeforeTheExecutorRuns() {
        Queue<Runnable> tasks = new ArrayDeque<>();
        MemoryLedgerStore queued = new MemoryLedgerStore(tasks::add);
        CompletableFuture<LedgerWriter> created = queued.create(spec());
        assertThat(created).isNotDone();
        tasks.remove().run();
        assertThat(created).isCompleted();
        CompletableFuture<Long> appended = await(created).append(entry("entry-0"));
        assertThat(appended).isNotDone();
        tasks.remove().run();
        assertThat(appended).isCompletedWithValue(0L);
        assertThat(tasks).isEmpty();
    }

    @Test
    void heldAcksAreGivenLaterInOrder() {
        LedgerWriter writer = await(store.create(spec()));
        store.faults().holdAcks();
        CompletableFuture<Long> first = writer.append(entry("entry-0"));
        CompletableFuture<Long> second = writer.append(entry("entry-1"));
        assertThat(first).isNotDone();
        assertThatExceptionOfType(StoreException.Damaged.class)
                .isThrownBy(() -> await(writer.reader().read(0, 0, 1)));
        store.faults().releaseAcks();
        assertThat(first).isCompletedWithValue(0L);
        assertThat(second).isCompletedWithValue(1L);
        assertThat(store.appends()).isEqualTo(2);
    }

    @Test
    void recoveryLosesUnconfirmedEntriesUnlessToldToKeepThem() {
        for (int kept = 0; kept <= 2; kept++) {
            LedgerWriter writer = await(store.create(spec()));
            appendAll(writer, 0, 1);
            store.faults().holdAcks();
            store.faults().keepUnconfirmed(kept);
            List<CompletableFuture<Long>> held =
                    List.of(writer.append(entry("entry-1")), writer.append(entry("entry-2")));
            LedgerEnd end = await(store.recover(writer.ledgerId(), spec().epoch()));
            store.faults().releaseAcks();
            assertThat(end.lastEntry()).isEqualTo(kept);
            assertThat(readAll(await(store.open(writer.ledgerId())), 0, kept)).isEqualTo(texts(0, kept));
            for (CompletableFuture<Long> append : held) {
                assertThatExceptionOfType(StoreException.Fenced.class).isThrownBy(() -> await(append));
            }
        }
    }

    @Test
    void closeDropsWhatHasNoAnswer() {
        LedgerWriter writer = await(store.create(spec()));
        store.faults().holdAcks();
        store.faults().keepUnconfirmed(1);
        CompletableFuture<Long> held = writer.append(entry("entry-0"));
        assertThat(await(writer.close()).lastEntry()).isEqualTo(-1);
        assertThatExceptionOfType(StoreException.UnknownOutcome.class).isThrownBy(() -> await(held));
    }

    @Test
    void strangerFencesAnOpenLedger() {
        LedgerWriter writer = await(store.create(spec()));
        appendAll(writer, 0, 1);
        store.faults().fence(writer.ledgerId());
        assertThatExceptionOfType(StoreException.Fenced.class).isThrownBy(() -> await(writer.append(entry("entry-1"))));
        assertThat(await(writer.close()).lastEntry()).isZero();
    }

    @Test
    void failedAppendBreaksTheWriterAndMayStillBeIn() {
        LedgerWriter writer = await(store.create(spec()));
        store.faults().failAppends(1);
        store.faults().keepUnconfirmed(1);
        assertThatExceptionOfType(StoreException.UnknownOutcome.class)
                .isThrownBy(() -> await(writer.append(entry("entry-0"))));
        assertThatExceptionOfType(StoreException.Unavailable.class)
                .isThrownBy(() -> await(writer.append(entry("entry-1"))));
        assertThat(writer.isWhole()).isFalse();
        assertThat(await(store.recover(writer.ledgerId(), spec().epoch())).lastEntry())
                .isZero();
    }

    @Test
    void tooFewBookiesRefuseALargeEnsembleAndTakeASmallOne() {
        LedgerWriter writer = await(store.create(spec()));
        store.faults().writableBookies(2);
        assertThat(writer.isWhole()).isFalse();
        assertThat(await(writer.append(entry("entry-0")))).isZero();
        assertThatExceptionOfType(StoreException.Unavailable.class).isThrownBy(() -> await(store.create(spec())));
        assertThat(await(store.writableBookies())).isEqualTo(2);
        LedgerSpec smaller = new LedgerSpec("cluster", 0, 1, 1, Quorum.TWO);
        assertThat(await(store.create(smaller)).isWhole()).isTrue();
        store.faults().writableBookies(1);
        assertThatExceptionOfType(StoreException.UnknownOutcome.class)
                .isThrownBy(() -> await(writer.append(entry("entry-1"))));
    }

    @Test
    void ledgerWhoseCreationHasNoAnswerExists() {
        store.faults().loseCreateAnswers(1);
        assertThatExceptionOfType(StoreException.UnknownOutcome.class).isThrownBy(() -> await(store.create(spec())));
        assertThat(await(store.list())).hasSize(1);
    }

    @Test
    void lostEntriesAreDamage() {
        LedgerWriter writer = await(store.create(spec()));
        appendAll(writer, 0, 5);
        store.faults().loseEntries(writer.ledgerId(), 2, 3);
        assertThat(readAll(writer.reader(), 0, 1)).isEqualTo(texts(0, 1));
        assertThatExceptionOfType(StoreException.Damaged.class)
                .isThrownBy(() -> await(writer.reader().read(1, 4, 1 << 20)))
                .withMessageContaining("entry 2");
    }
}
