/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.shard.read;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.varve.log.SimulatedLoop;
import io.varve.log.record.Entry;
import io.varve.protocol.error.StoreException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LedgerWindowsTest {
    private static final int LOADS = 2;
    private static final int ENTRY_BYTES = 100_000;
    private static final long LAST_ENTRY = 1_000;
    private static final long REFUSED = 99;

    private record Asked(long ledgerId, long first, long last, CompletableFuture<List<Entry>> answer) {}

    private final SimulatedLoop loop = new SimulatedLoop();
    private final Deque<Asked> asked = new ArrayDeque<>();
    private final WindowCache cache = new WindowCache(2L * LOADS * LedgerWindows.READ_BYTES);
    private final LedgerWindows shard = windows(cache);
    private final LedgerWindows neighbour = windows(cache);

    private LedgerWindows windows(WindowCache memory) {
        return new LedgerWindows(
                loop,
                (ledgerId, first, last, maxBytes) -> {
                    if (ledgerId == REFUSED) {
                        throw new IllegalArgumentException("no such entries");
                    }
                    CompletableFuture<List<Entry>> answer = new CompletableFuture<>();
                    asked.add(new Asked(ledgerId, first, last, answer));
                    return answer;
                },
                memory);
    }

    @AfterEach
    void letGo() {
        shard.clear();
        neighbour.clear();
        assertThat(cache.bytes()).isZero();
    }

    @Test
    void readersOfOneWindowShareARead() {
        CompletableFuture<Void> one = shard.load(1, 3, LAST_ENTRY);
        CompletableFuture<Void> other = shard.load(1, 5, LAST_ENTRY);
        assertThat(asked).hasSize(1);
        answer();
        assertThat(one).isCompleted();
        assertThat(other).isCompleted();
        assertThat(shard.get(1, 5)).isNotNull();
        assertThat(shard.get(1, 8)).isNull();
        assertThat(neighbour.get(1, 5)).isNull();
    }

    @Test
    void soManyReadsAsTheBudgetAllowsAreUnderWayForAllShardsOfALoop() {
        List<CompletableFuture<Void>> loads = new ArrayList<>();
        for (long window = 0; window < 5; window++) {
            loads.add(shard.load(1, window * LedgerWindows.ENTRIES, LAST_ENTRY));
            loads.add(neighbour.load(2, window * LedgerWindows.ENTRIES, LAST_ENTRY));
        }
        for (int i = 0; i < 10; i++) {
            assertThat(asked.size()).isLessThanOrEqualTo(LOADS);
            answer();
        }
        assertThat(loads).allSatisfy(load -> assertThat(load).isCompleted());
        assertThat(asked).isEmpty();
    }

    @Test
    void whatWasReadIsThereWhenItsReaderIsTold() {
        List<EntryView> found = new ArrayList<>();
        for (long window = 0; window < 30; window++) {
            long first = window * LedgerWindows.ENTRIES;
            CompletableFuture<Void> told =
                    shard.load(1, first, LAST_ENTRY).thenRun(() -> found.add(shard.get(1, first)));
            assertThat(told).isNotNull();
        }
        while (!asked.isEmpty()) {
            answer();
        }
        assertThat(found).hasSize(30).doesNotContainNull();
        assertThat(cache.bytes()).isLessThanOrEqualTo((long) LOADS * LedgerWindows.READ_BYTES);
    }

    @Test
    void aReadThatFailsMakesRoomForTheNext() {
        for (long window = 0; window < LOADS; window++) {
            assertThat(shard.load(1, window * LedgerWindows.ENTRIES, LAST_ENTRY))
                    .isNotDone();
        }
        CompletableFuture<Void> waits = neighbour.load(2, 0, LAST_ENTRY);
        asked.remove().answer().completeExceptionally(new StoreException.Unavailable("no bookie", null));
        loop.run();
        assertThat(asked).extracting(Asked::ledgerId).containsExactly(1L, 2L);
        answer();
        answer();
        assertThat(waits).isCompleted();
    }

    @Test
    void aReadThatIsRefusedAtOnceMakesRoomForTheNext() {
        List<CompletableFuture<Void>> refused = new ArrayList<>();
        for (long window = 0; window < 2 * LOADS; window++) {
            refused.add(shard.load(REFUSED, window * LedgerWindows.ENTRIES, LAST_ENTRY));
        }
        CompletableFuture<Void> next = neighbour.load(1, 0, LAST_ENTRY);
        loop.run();
        assertThat(refused).allMatch(CompletableFuture::isCompletedExceptionally);
        answer();
        assertThat(next).isCompleted();
    }

    @Test
    void anEntryThatIsDamagedMakesRoomForTheNext() {
        for (long window = 0; window < 2 * LOADS; window++) {
            CompletableFuture<Void> load = shard.load(1, window * LedgerWindows.ENTRIES, LAST_ENTRY);
            Asked damaged = asked.remove();
            damaged.answer()
                    .complete(List.of(
                            Entries.entry(1, damaged.first(), ENTRY_BYTES),
                            Entries.damaged(1, damaged.first() + 1),
                            Entries.entry(1, damaged.first() + 2, ENTRY_BYTES)));
            loop.run();
            assertThatThrownBy(load::join).hasCauseInstanceOf(StoreException.Damaged.class);
        }
        assertThat(cache.bytes()).isZero();
        CompletableFuture<Void> next = shard.load(1, 0, LAST_ENTRY);
        answer();
        assertThat(next).isCompleted();
        assertThat(shard.get(1, 0)).isNotNull();
    }

    @Test
    void aWindowThatEndsEarlyIsGoneOnWithWhereSomebodyNeedsIt() {
        CompletableFuture<Void> one = shard.load(1, 0, LAST_ENTRY);
        CompletableFuture<Void> other = shard.load(1, 5, LAST_ENTRY);
        assertThat(asked).hasSize(1);
        answer(3);
        assertThat(one).isCompleted();
        assertThat(other).isCompleted();
        assertThat(shard.get(1, 2)).isNotNull();
        assertThat(shard.get(1, 5)).isNull();

        CompletableFuture<Void> again = shard.load(1, 5, LAST_ENTRY);
        assertThat(asked).extracting(Asked::first, Asked::last).containsExactly(tuple(5L, 7L));
        answer(2);
        assertThat(again).isCompleted();
        assertThat(shard.get(1, 5)).isNotNull();
        assertThat(shard.get(1, 6)).extracting(EntryView::entryId).isEqualTo(6L);
        assertThat(shard.get(1, 7)).isNull();
        assertThat(shard.get(1, 2)).isNotNull();
    }

    @Test
    void aReadBringsNoMoreThanItsPartOfASmallBudget() {
        WindowCache small = new WindowCache(1_000_000);
        assertThat(small.readBytes()).isEqualTo(500_000);
        assertThat(cache.readBytes()).isEqualTo(LedgerWindows.READ_BYTES);
        LedgerWindows windows = windows(small);
        assertThat(windows.load(1, 0, LAST_ENTRY)).isNotDone();
        assertThat(windows.load(1, 8, LAST_ENTRY)).isNotDone();
        assertThat(asked).extracting(Asked::first).containsExactly(0L);
        answer(1);
        assertThat(asked).extracting(Asked::first).containsExactly(8L);
        answer(1);
        windows.clear();
    }

    @Test
    void aWindowLargerThanTheBudgetIsThereForWhoWaitsForItAndNotKept() {
        WindowCache small = new WindowCache(2L * ENTRY_BYTES);
        LedgerWindows windows = windows(small);
        List<EntryView> found = new ArrayList<>();
        CompletableFuture<Void> told = windows.load(1, 0, LAST_ENTRY).thenRun(() -> found.add(windows.get(1, 1)));
        answer(2);
        assertThat(told).isCompleted();
        assertThat(found).doesNotContainNull().hasSize(1);
        assertThat(small.bytes()).isZero();
        assertThat(windows.get(1, 1)).isNull();
    }

    @Test
    void whatComesAfterItsShardWasClosedIsDropped() {
        CompletableFuture<Void> late = shard.load(1, 0, LAST_ENTRY);
        shard.clear();
        answer();
        assertThat(late).isCompleted();
        assertThat(shard.get(1, 0)).isNull();
        assertThat(cache.bytes()).isZero();
    }

    /** Answers the oldest read in full. */
    private void answer() {
        answer(LedgerWindows.ENTRIES);
    }

    /** Answers the oldest read with so many entries at most. */
    private void answer(int most) {
        Asked next = asked.remove();
        List<Entry> entries = new ArrayList<>();
        for (long entry = next.first(); entry <= next.last() && entries.size() < most; entry++) {
            entries.add(Entries.entry(next.ledgerId(), entry, ENTRY_BYTES));
        }
        next.answer().complete(entries);
        loop.run();
    }
}
