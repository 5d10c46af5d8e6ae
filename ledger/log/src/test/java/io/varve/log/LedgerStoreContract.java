/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.log;

import static io.varve.log.TestLedgers.appendAll;
import static io.varve.log.TestLedgers.await;
import static io.varve.log.TestLedgers.awaitTrue;
import static io.varve.log.TestLedgers.entry;
import static io.varve.log.TestLedgers.readAll;
import static io.varve.log.TestLedgers.texts;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.PooledByteBufAllocator;
import io.varve.protocol.error.StoreException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.LongStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What every {@link LedgerStore} promises. A test of a store extends this and says how to get at it. */
public abstract class LedgerStoreContract {
    private static final int EPOCH = 7;

    /** The store of the broker under test; closed by whoever opened it. */
    protected abstract LedgerStore store();

    /** The same ledgers as another broker sees them. */
    protected abstract LedgerStore otherStore();

    /** What the ledgers of the test are created with. */
    protected Quorum quorum() {
        return Quorum.THREE;
    }

    /** A spec of the test's epoch. */
    protected LedgerSpec spec() {
        return new LedgerSpec("5f0c4c9e-7c1c-4a45-9d6e-2a2f1b7a3c11", 3, 1, EPOCH, quorum());
    }

    private static void assertFenced(ThrowingCallable call) {
        assertThatExceptionOfType(StoreException.Fenced.class).isThrownBy(call);
    }

    private static void assertNotFound(ThrowingCallable call) {
        assertThatExceptionOfType(StoreException.NotFound.class).isThrownBy(call);
    }

    private LedgerWriter create() {
        return await(store().create(spec()));
    }

    @Test
    void writerKnowsWhatItWasCreatedWith() {
        LedgerWriter writer = create();
        assertThat(writer.quorum()).isEqualTo(quorum());
        assertThat(writer.isWhole()).isTrue();
    }

    @Test
    void entryIdsAreDenseFromZero() {
        LedgerWriter writer = create();
        for (long id = 0; id < 10; id++) {
            assertThat(await(writer.append(entry("entry-" + id)))).isEqualTo(id);
        }
    }

    @Test
    void appendsAreAnsweredInEntryOrder() {
        LedgerWriter writer = create();
        ConcurrentLinkedQueue<Long> answered = new ConcurrentLinkedQueue<>();
        List<CompletableFuture<Void>> done = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            done.add(writer.append(entry("entry-" + i)).thenAccept(answered::add));
        }
        done.forEach(TestLedgers::await);
        assertThat(answered)
                .containsExactlyElementsOf(LongStream.range(0, 200).boxed().toList());
    }

    @Test
    void writersReaderReadsWhatWasAcknowledged() {
        LedgerWriter writer = create();
        appendAll(writer, 0, 50);
        try (LedgerReader reader = writer.reader()) {
            assertThat(reader.ledgerId()).isEqualTo(writer.ledgerId());
            assertThat(readAll(reader, 0, 49)).isEqualTo(texts(0, 49));
            assertThat(readAll(reader, 17, 17)).isEqualTo(texts(17, 17));
            assertThat(readAll(reader, 48, 49)).isEqualTo(texts(48, 49));
        }
    }

    @Test
    void closingTheWritersReaderLeavesTheWriterOpen() {
        LedgerWriter writer = create();
        writer.reader().close();
        assertThat(await(writer.append(entry("entry-0")))).isZero();
    }

    @Test
    void readerOfAnOpenLedgerReadsUpToTheLastConfirmedEntryWithoutDisturbingTheWriter() {
        LedgerWriter writer = create();
        appendAll(writer, 0, 5);
        try (LedgerReader reader = await(otherStore().open(writer.ledgerId()))) {
            assertThat(readAll(reader, 0, 4)).isEqualTo(texts(0, 4));
            appendAll(writer, 5, 5);
            assertThat(readAll(reader, 0, 9)).isEqualTo(texts(0, 9));
        }
    }

    @Test
    void readerOfAnOpenLedgerLearnsWhatIsConfirmedWithoutDisturbingTheWriter() {
        LedgerWriter writer = create();
        try (LedgerReader reader = await(otherStore().open(writer.ledgerId()))) {
            assertThat(await(reader.confirmedEntry())).isEqualTo(-1);
            for (int i = 0; i < 5; i++) {
                appendAll(writer, i, 1);
            }
            assertThat(await(reader.confirmedEntry())).isBetween(3L, 4L);
            appendAll(writer, 5, 1);
        }
        await(writer.close());
        try (LedgerReader reader = await(otherStore().open(writer.ledgerId()))) {
            assertThat(await(reader.confirmedEntry())).isEqualTo(5);
        }
    }

    @Test
    void readStopsNearTheByteHintButGivesAtLeastOneEntry() {
        LedgerWriter writer = create();
        for (int i = 0; i < 8; i++) {
            await(writer.append(PooledByteBufAllocator.DEFAULT.buffer().writeZero(64 << 10)));
        }
        try (LedgerReader reader = writer.reader()) {
            List<ByteBuf> one = await(reader.read(0, 7, 1));
            List<ByteBuf> some = await(reader.read(0, 7, 160 << 10));
            assertThat(one).hasSize(1);
            assertThat(some).hasSizeBetween(1, 3);
            one.forEach(ByteBuf::release);
            some.forEach(ByteBuf::release);
        }
    }

    @Test
    void senselessRangesAreRefused() {
        LedgerReader reader = create().reader();
        assertThatIllegalArgumentException().isThrownBy(() -> reader.read(-1, 0, 1));
        assertThatIllegalArgumentException().isThrownBy(() -> reader.read(1, 0, 1));
        assertThatIllegalArgumentException().isThrownBy(() -> reader.read(0, 0, 0));
    }

    @Test
    void largestBatchWithItsHeadersFitsIntoAnEntry() {
        LedgerWriter writer = create();
        byte[] bytes = new byte[LedgerWriter.MAX_ENTRY_BYTES];
        new Random(1).nextBytes(bytes);
        await(writer.append(PooledByteBufAllocator.DEFAULT.buffer().writeBytes(bytes)));
        try (LedgerReader reader = await(otherStore().open(writer.ledgerId()))) {
            List<ByteBuf> entries = await(reader.read(0, 0, 1));
            assertThat(ByteBufUtil.getBytes(entries.get(0))).isEqualTo(bytes);
            entries.get(0).release();
        }
    }

    @Test
    void largerEntryIsRefusedAndReleased() {
        LedgerWriter writer = create();
        ByteBuf tooLarge = PooledByteBufAllocator.DEFAULT.buffer().writeZero(LedgerWriter.MAX_ENTRY_BYTES + 1);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> writer.append(tooLarge))
                .withMessageContaining(Integer.toString(LedgerWriter.MAX_ENTRY_BYTES));
        assertThat(tooLarge.refCnt()).isZero();
        assertThat(await(writer.append(entry("entry-0")))).isZero();
    }

    @Test
    void closeTellsTheEndAndRepeatsIt() {
        LedgerWriter writer = create();
        appendAll(writer, 0, 3);
        LedgerEnd end = await(writer.close());
        assertThat(end).isEqualTo(new LedgerEnd(2, 3L * "entry-0".length()));
        assertThat(await(writer.close())).isEqualTo(end);
        assertThat(await(otherStore().recover(writer.ledgerId(), EPOCH))).isEqualTo(end);
    }

    @Test
    void ledgerWithoutEntriesEndsBeforeTheFirst() {
        assertThat(await(create().close())).isEqualTo(new LedgerEnd(-1, 0));
        assertThat(await(otherStore().recover(create().ledgerId(), EPOCH))).isEqualTo(new LedgerEnd(-1, 0));
    }

    @Test
    void appendToAClosedLedgerIsNotSent() {
        LedgerWriter writer = create();
        await(writer.close());
        ByteBuf entry = entry("late");
        assertThatExceptionOfType(StoreException.Unavailable.class).isThrownBy(() -> await(writer.append(entry)));
        awaitTrue(() -> entry.refCnt() == 0);
    }

    @Test
    void recoveryFencesTheWriter() {
        LedgerWriter writer = create();
        appendAll(writer, 0, 4);
        assertThat(await(otherStore().recover(writer.ledgerId(), EPOCH + 1)))
                .isEqualTo(new LedgerEnd(3, 4L * "entry-0".length()));
        ByteBuf first = entry("too late");
        ByteBuf second = entry("too late again");
        assertFenced(() -> await(writer.append(first)));
        assertFenced(() -> await(writer.append(second)));
        awaitTrue(() -> first.refCnt() == 0 && second.refCnt() == 0);
    }

    @Test
    void closeAfterAFenceTellsTheRecoveredEnd() {
        LedgerWriter writer = create();
        appendAll(writer, 0, 4);
        LedgerEnd end = await(otherStore().recover(writer.ledgerId(), EPOCH + 1));
        assertThat(await(writer.close())).isEqualTo(end);
        LedgerWriter other = create();
        appendAll(other, 0, 2);
        LedgerEnd otherEnd = await(otherStore().recover(other.ledgerId(), EPOCH + 1));
        assertFenced(() -> await(other.append(entry("too late"))));
        assertThat(await(other.close())).isEqualTo(otherEnd);
        assertFenced(() -> await(other.append(entry("still too late"))));
    }

    @Test
    void recoveryGivesTheSameEndEveryTime() {
        LedgerWriter writer = create();
        appendAll(writer, 0, 6);
        LedgerEnd end = await(otherStore().recover(writer.ledgerId(), EPOCH));
        assertThat(await(otherStore().recover(writer.ledgerId(), EPOCH + 5))).isEqualTo(end);
        assertThat(await(store().recover(writer.ledgerId(), EPOCH))).isEqualTo(end);
    }

    @Test
    void whatWasAcknowledgedBeforeAFenceIsInTheRecoveredLedger() {
        LedgerWriter writer = create();
        List<CompletableFuture<Long>> appended = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            appended.add(writer.append(entry("entry-" + i)));
        }
        LedgerEnd end = await(otherStore().recover(writer.ledgerId(), EPOCH + 1));
        await(CompletableFuture.allOf(appended.toArray(CompletableFuture[]::new))
                .exceptionally(e -> null));
        long acknowledged =
                appended.stream().filter(f -> !f.isCompletedExceptionally()).count();
        assertThat(end.lastEntry()).isGreaterThanOrEqualTo(acknowledged - 1);
        if (end.lastEntry() >= 0) {
            try (LedgerReader reader = await(otherStore().open(writer.ledgerId()))) {
                assertThat(readAll(reader, 0, end.lastEntry())).isEqualTo(texts(0, end.lastEntry()));
            }
        }
    }

    @Test
    void closeAndRecoveriesAtTheSameTimeAgree() {
        for (int i = 0; i < 10; i++) {
            LedgerWriter writer = create();
            appendAll(writer, 0, i);
            List<CompletableFuture<Long>> unanswered =
                    List.of(writer.append(entry("entry-" + i)), writer.append(entry("entry-" + (i + 1))));
            List<CompletableFuture<LedgerEnd>> ends = List.of(
                    otherStore().recover(writer.ledgerId(), EPOCH + 1),
                    writer.close(),
                    store().recover(writer.ledgerId(), EPOCH + 2));
            await(CompletableFuture.allOf(ends.toArray(CompletableFuture[]::new))
                    .exceptionally(e -> null));
            LedgerEnd end = await(store().recover(writer.ledgerId(), EPOCH + 3));
            assertThat(ends).allSatisfy(told -> {
                if (!told.isCompletedExceptionally()) {
                    assertThat(told).isCompletedWithValue(end);
                }
            });
            long acknowledged = unanswered.stream()
                    .filter(append -> append.isDone() && !append.isCompletedExceptionally())
                    .count();
            assertThat(end.lastEntry()).isBetween(i + acknowledged - 1, i + 1L);
        }
    }

    @Test
    void entryThatMustExistAndDoesNotIsDamage() {
        LedgerWriter writer = create();
        appendAll(writer, 0, 3);
        await(writer.close());
        try (LedgerReader reader = await(otherStore().open(writer.ledgerId()))) {
            assertThatExceptionOfType(StoreException.Damaged.class)
                    .isThrownBy(() -> await(reader.read(5, 5, 1)))
                    .withMessageContaining("entry 5 of ledger " + writer.ledgerId());
        }
    }

    @Test
    void olderClaimMayNotRecover() {
        LedgerWriter writer = create();
        assertThatExceptionOfType(StoreException.Conflict.class)
                .isThrownBy(() -> await(otherStore().recover(writer.ledgerId(), EPOCH - 1)))
                .withMessageContaining(Long.toString(writer.ledgerId()));
        assertThat(await(writer.append(entry("entry-0")))).isZero();
    }

    @Test
    void unknownLedgersAreNotFound() {
        long unknown = create().ledgerId() + 1_000_000;
        assertNotFound(() -> await(store().open(unknown)));
        assertNotFound(() -> await(store().recover(unknown, EPOCH)));
    }

    @Test
    void futuresFailWithThePlainException() {
        LedgerWriter writer = create();
        await(writer.close());
        assertThat(await(writer.append(entry("late")).<@Nullable Throwable>handle((id, failure) -> failure)))
                .isInstanceOf(StoreException.Unavailable.class);
        assertThat(await(store().open(writer.ledgerId() + 1_000_000)
                        .<@Nullable Throwable>handle((reader, failure) -> failure)))
                .isInstanceOf(StoreException.NotFound.class);
    }

    @Test
    void deletedLedgerIsGoneAndMayBeDeletedAgain() {
        LedgerWriter writer = create();
        appendAll(writer, 0, 1);
        await(writer.close());
        assertThat(await(store().list())).contains(writer.ledgerId());
        await(store().delete(writer.ledgerId()));
        await(store().delete(writer.ledgerId()));
        assertThat(await(store().list())).doesNotContain(writer.ledgerId());
        assertNotFound(() -> await(store().open(writer.ledgerId())));
        assertNotFound(() -> await(otherStore().recover(writer.ledgerId(), EPOCH)));
    }

    @Test
    void ledgerIdIsNotUsedAgainAfterDeletion() {
        List<Long> ids = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            LedgerWriter writer = await((i % 2 == 0 ? store() : otherStore()).create(spec()));
            ids.add(writer.ledgerId());
            await(writer.close());
            await(store().delete(writer.ledgerId()));
        }
        assertThat(ids).doesNotHaveDuplicates();
    }

    @Test
    void acknowledgedEntriesAreReleased() {
        LedgerWriter writer = create();
        List<ByteBuf> small = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            small.add(entry("entry-" + i));
        }
        ByteBuf large = PooledByteBufAllocator.DEFAULT.buffer().writeZero(512 << 10);
        List<CompletableFuture<Long>> appended = new ArrayList<>();
        small.forEach(entry -> appended.add(writer.append(entry)));
        appended.add(writer.append(large));
        appended.forEach(TestLedgers::await);
        awaitTrue(() -> large.refCnt() == 0 && small.stream().allMatch(entry -> entry.refCnt() == 0));
    }

    @Test
    void countsTheBookiesThatCanTakeALedger() {
        assertThat(await(store().writableBookies())).isGreaterThanOrEqualTo(quorum().ensemble());
    }
}
